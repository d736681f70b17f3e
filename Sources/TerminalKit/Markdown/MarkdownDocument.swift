/// Markdown as a flat list of blocks. Each block stores the containers around it, so that deeply nested text needs no recursion.
public struct MarkdownDocument: Sendable, Equatable {
    /// The blocks from top to bottom.
    public var blocks: [Block] = []
    /// The addresses of links and pictures. The first address has the number 1.
    public var links: [String] = []

    /// A paragraph, heading, code block, rule or table.
    public struct Block: Sendable, Equatable {
        /// The kind of a block.
        public enum Kind: Sendable, Equatable {
            /// Ordinary text.
            case paragraph
            /// A heading with its level, 1 to 6.
            case heading(Int)
            /// A code block. Its line breaks are kept.
            case code
            /// An HTML block. It exists only while the document is built; a finished document has paragraphs instead.
            case html
            /// A thematic break.
            case rule
            /// Rows of cells, the header first.
            case table([[[Run]]])
        }

        /// The kind of the block.
        public var kind: Kind
        /// The quotes and list items around the block, from the outermost to the innermost.
        public var containers: [Container]
        /// The text of the block; empty for rules and tables.
        public var runs: [Run] = []
        /// Whether the block follows the block before it without an empty line.
        public var isTight = false

        /// A block with its containers.
        public init(kind: Kind, containers: [Container], runs: [Run] = [], isTight: Bool = false) {
            self.kind = kind
            self.containers = containers
            self.runs = runs
            self.isTight = isTight
        }
    }

    /// A quote or list item that has blocks in it.
    public struct Container: Sendable, Equatable {
        /// The kind of a container: a quote or a list item.
        public enum Kind: Sendable, Equatable { case quote, item }

        /// Identifies the container. All blocks in the same container store the same id.
        public let id: Int
        /// The kind of the container.
        public let kind: Kind
        /// The bullet or number before the first line of a list item. Empty in all blocks of the item but the first.
        public var marker = ""
        /// The indentation of the blocks in the container, in columns.
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
        /// The emphasis and other marks of the text.
        public var look: Look = []
        /// The number of the link that the text belongs to, from 1; 0 if there is none.
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
        /// Strong emphasis, shown in bold.
        public static let strong = Look(rawValue: 1)
        /// Emphasis, shown underlined.
        public static let emphasis = Look(rawValue: 2)
        /// Inline code.
        public static let code = Look(rawValue: 4)
        /// The text of a link.
        public static let link = Look(rawValue: 8)
        /// The number after a link that refers to its address.
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
