/// Markdown as a flat list of blocks, each with what it stands in: depth costs no recursion, however deep a stranger nests.
public struct MarkdownDocument: Sendable, Equatable {
    /// The blocks from top to bottom.
    public var blocks: [Block] = []
    /// Where links and pictures lead, in the order of their numbers, from 1.
    public var links: [String] = []

    /// A paragraph, heading, code block, rule or table.
    public struct Block: Sendable, Equatable {
        /// What a block is.
        public enum Kind: Sendable, Equatable {
            /// Text.
            case paragraph
            /// 1…6.
            case heading(Int)
            /// Code; its line breaks stay.
            case code
            /// As it was written; none is left in a finished document.
            case html
            /// A thematic break.
            case rule
            /// Rows of cells, the header first.
            case table([[[Run]]])
        }

        /// What it is.
        public var kind: Kind
        /// From the outermost in.
        public var containers: [Container]
        /// Its text; empty for rules and tables.
        public var runs: [Run] = []
        /// It follows the block before it without an empty line.
        public var isTight = false

        /// A block with its containers.
        public init(kind: Kind, containers: [Container], runs: [Run] = [], isTight: Bool = false) {
            self.kind = kind
            self.containers = containers
            self.runs = runs
            self.isTight = isTight
        }
    }

    /// What a block stands in.
    public struct Container: Sendable, Equatable {
        /// A quote or a list item.
        public enum Kind: Sendable, Equatable { case quote, item }

        /// The same for all blocks in the same container.
        public let id: Int
        /// Which container it is.
        public let kind: Kind
        /// Before its first line: a bullet or a number. Spent by its first block.
        public var marker = ""
        /// Columns of the marker.
        public var width = 0

        /// A container.
        public init(id: Int, kind: Kind, marker: String = "", width: Int = 0) {
            self.id = id
            self.kind = kind
            self.marker = marker
            self.width = width
        }
    }

    /// Text in one style.
    public struct Run: Sendable, Equatable {
        /// The text as written; a frame sanitises it.
        public var text: String
        /// How it is emphasised.
        public var look: Look = []
        /// The number of the link it belongs to, 0 for none.
        public var link = 0

        /// A text with its look.
        public init(text: String, look: Look = [], link: Int = 0) {
            self.text = text
            self.look = look
            self.link = link
        }
    }

    /// Emphasis and other marks of a text.
    public struct Look: OptionSet, Sendable, Equatable {
        /// The bits of the set.
        public let rawValue: UInt8
        /// Strong emphasis, shown bold.
        public static let strong = Look(rawValue: 1)
        /// Emphasis, shown underlined.
        public static let emphasis = Look(rawValue: 2)
        /// Inline code.
        public static let code = Look(rawValue: 4)
        /// The text of a link.
        public static let link = Look(rawValue: 8)
        /// A number that stands for a link's address.
        public static let reference = Look(rawValue: 16)
        /// Secondary text, shown dim.
        public static let quiet = Look(rawValue: 32)

        /// A set by its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }
    }

    /// A document with these blocks and link addresses.
    public init(blocks: [Block] = [], links: [String] = []) {
        self.blocks = blocks
        self.links = links
    }
}
