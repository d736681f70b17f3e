/// Markdown as a flat list of blocks, each with what it stands in: depth costs no recursion, however deep a stranger nests.
struct MarkdownDocument: Sendable, Equatable {
    var blocks: [Block] = []
    /// Where links and pictures lead, in the order of their numbers, from 1.
    var links: [String] = []

    struct Block: Sendable, Equatable {
        enum Kind: Sendable, Equatable {
            case paragraph
            /// 1…6.
            case heading(Int)
            case code
            /// As it was written; none is left in a finished document.
            case html
            case rule
            /// Rows of cells, the header first.
            case table([[[Run]]])
        }

        var kind: Kind
        /// From the outermost in.
        var containers: [Container]
        var runs: [Run] = []
        /// It follows the block before it without an empty line.
        var isTight = false
    }

    /// What a block stands in.
    struct Container: Sendable, Equatable {
        enum Kind: Sendable, Equatable { case quote, item }

        let id: Int
        let kind: Kind
        /// Before its first line: a bullet or a number. Spent by its first block.
        var marker = ""
        /// Columns of the marker.
        var width = 0
    }

    /// Text in one style.
    struct Run: Sendable, Equatable {
        var text: String
        var look: Look = []
        /// The number of the link it belongs to, 0 for none.
        var link = 0
    }

    struct Look: OptionSet, Sendable, Equatable {
        let rawValue: UInt8
        static let strong = Look(rawValue: 1)
        static let emphasis = Look(rawValue: 2)
        static let code = Look(rawValue: 4)
        static let link = Look(rawValue: 8)
        /// A number that stands for a link's address.
        static let reference = Look(rawValue: 16)
        static let quiet = Look(rawValue: 32)
    }
}
