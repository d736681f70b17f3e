/// Markdown as a flat list of blocks, each with what it stands in: depth costs no recursion, however deep a stranger nests.
public struct MarkdownDocument: Sendable, Equatable {
    public var blocks: [Block] = []
    /// Where links and pictures lead, in the order of their numbers, from 1.
    public var links: [String] = []

    public struct Block: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
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

        public var kind: Kind
        /// From the outermost in.
        public var containers: [Container]
        public var runs: [Run] = []
        /// It follows the block before it without an empty line.
        public var isTight = false

        public init(kind: Kind, containers: [Container], runs: [Run] = [], isTight: Bool = false) {
            self.kind = kind
            self.containers = containers
            self.runs = runs
            self.isTight = isTight
        }
    }

    /// What a block stands in.
    public struct Container: Sendable, Equatable {
        public enum Kind: Sendable, Equatable { case quote, item }

        public let id: Int
        public let kind: Kind
        /// Before its first line: a bullet or a number. Spent by its first block.
        public var marker = ""
        /// Columns of the marker.
        public var width = 0

        public init(id: Int, kind: Kind, marker: String = "", width: Int = 0) {
            self.id = id
            self.kind = kind
            self.marker = marker
            self.width = width
        }
    }

    /// Text in one style.
    public struct Run: Sendable, Equatable {
        public var text: String
        public var look: Look = []
        /// The number of the link it belongs to, 0 for none.
        public var link = 0

        public init(text: String, look: Look = [], link: Int = 0) {
            self.text = text
            self.look = look
            self.link = link
        }
    }

    public struct Look: OptionSet, Sendable, Equatable {
        public let rawValue: UInt8
        public static let strong = Look(rawValue: 1)
        public static let emphasis = Look(rawValue: 2)
        public static let code = Look(rawValue: 4)
        public static let link = Look(rawValue: 8)
        /// A number that stands for a link's address.
        public static let reference = Look(rawValue: 16)
        public static let quiet = Look(rawValue: 32)

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }
    }

    public init(blocks: [Block] = [], links: [String] = []) {
        self.blocks = blocks
        self.links = links
    }
}
