#if canImport(CMD4C)
import CMD4C

/// Parses CommonMark with GitHub's tables, strikethrough, task lists and bare links. md4c parses the text, and `MarkdownBuilder`
/// builds a document from its events.
public enum MarkdownParser {
    private static let flags = UInt32(
        MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_COLLAPSEWHITESPACE)

    /// Parses any text; there is no invalid Markdown.
    public static func parse(_ text: String) -> MarkdownDocument {
        var result = MarkdownBuilder()
        var parser = MD_PARSER()
        parser.flags = flags
        parser.enter_block = { MarkdownParser.enterBlock($0, $1, MarkdownParser.builder(of: $2)) }
        parser.leave_block = { type, _, data in MarkdownParser.leaveBlock(type, MarkdownParser.builder(of: data)) }
        parser.enter_span = { MarkdownParser.enterSpan($0, $1, MarkdownParser.builder(of: $2)) }
        parser.leave_span = { type, _, data in MarkdownParser.leaveSpan(type, MarkdownParser.builder(of: data)) }
        parser.text = { type, text, size, data in
            MarkdownParser.take(type, MarkdownParser.string(text, size), MarkdownParser.builder(of: data))
        }
        var source = text
        source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // `md_parse` stops early if memory is exhausted or the builder is full. The part that it read is shown.
                _ = withUnsafeMutablePointer(to: &result) { md_parse(characters.baseAddress, UInt32(characters.count), &parser, $0) }
            }
        }
        return result.finished()
    }

    private typealias Builder = UnsafeMutablePointer<MarkdownBuilder>?

    private static func builder(of data: UnsafeMutableRawPointer?) -> Builder { data?.assumingMemoryBound(to: MarkdownBuilder.self) }

    private static func string(_ text: UnsafePointer<CChar>?, _ size: UInt32) -> String {
        guard let text, size > 0 else { return "" }
        return text.withMemoryRebound(to: UInt8.self, capacity: Int(size)) {
            String(decoding: UnsafeBufferPointer(start: $0, count: Int(size)), as: UTF8.self)
        }
    }

    private static func enterBlock(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?, _ builder: Builder) -> Int32 {
        switch type {
        case MD_BLOCK_QUOTE: builder?.pointee.beginQuote()
        case MD_BLOCK_UL: builder?.pointee.beginList(number: nil)
        case MD_BLOCK_OL:
            let list = detail?.load(as: MD_BLOCK_OL_DETAIL.self)
            builder?.pointee.beginList(number: Int(list?.start ?? 1))
        case MD_BLOCK_LI:
            let item = detail?.load(as: MD_BLOCK_LI_DETAIL.self)
            let isDone = item.map { $0.is_task != 0 ? $0.task_mark != CChar(UInt8(ascii: " ")) : nil } ?? nil
            builder?.pointee.beginItem(isDone: isDone)
        case MD_BLOCK_HR: builder?.pointee.rule()
        case MD_BLOCK_H: builder?.pointee.begin(.heading(Int(detail?.load(as: MD_BLOCK_H_DETAIL.self).level ?? 1)))
        case MD_BLOCK_CODE: builder?.pointee.begin(.code)
        case MD_BLOCK_HTML: builder?.pointee.begin(.html)
        case MD_BLOCK_P: builder?.pointee.begin(.paragraph)
        case MD_BLOCK_TABLE: builder?.pointee.beginTable()
        case MD_BLOCK_TR: builder?.pointee.beginRow()
        case MD_BLOCK_TH, MD_BLOCK_TD: builder?.pointee.beginCell()
        default: break
        }
        return builder?.pointee.isFull == true ? 1 : 0
    }

    private static func leaveBlock(_ type: MD_BLOCKTYPE, _ builder: Builder) -> Int32 {
        switch type {
        case MD_BLOCK_QUOTE: builder?.pointee.endQuote()
        case MD_BLOCK_UL, MD_BLOCK_OL: builder?.pointee.endList()
        case MD_BLOCK_LI: builder?.pointee.endItem()
        case MD_BLOCK_H, MD_BLOCK_CODE, MD_BLOCK_HTML, MD_BLOCK_P: builder?.pointee.end()
        case MD_BLOCK_TABLE: builder?.pointee.endTable()
        case MD_BLOCK_TH, MD_BLOCK_TD: builder?.pointee.endCell()
        default: break
        }
        return 0
    }

    private static func enterSpan(_ type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?, _ builder: Builder) -> Int32 {
        switch type {
        case MD_SPAN_EM: builder?.pointee.push(.emphasis)
        case MD_SPAN_STRONG: builder?.pointee.push(.strong)
        case MD_SPAN_CODE: builder?.pointee.beginCode()
        case MD_SPAN_DEL: builder?.pointee.add("~~", look: .quiet)
        case MD_SPAN_A: builder?.pointee.beginLink(to: attribute(detail?.load(as: MD_SPAN_A_DETAIL.self).href))
        case MD_SPAN_IMG: builder?.pointee.beginPicture(at: attribute(detail?.load(as: MD_SPAN_IMG_DETAIL.self).src))
        default: break
        }
        return 0
    }

    private static func leaveSpan(_ type: MD_SPANTYPE, _ builder: Builder) -> Int32 {
        switch type {
        case MD_SPAN_EM, MD_SPAN_STRONG: builder?.pointee.pop()
        case MD_SPAN_CODE: builder?.pointee.endCode()
        case MD_SPAN_DEL: builder?.pointee.add("~~", look: .quiet)
        case MD_SPAN_A: builder?.pointee.endLink()
        case MD_SPAN_IMG: builder?.pointee.endPicture()
        default: break
        }
        return 0
    }

    private static func take(_ type: MD_TEXTTYPE, _ text: String, _ builder: Builder) -> Int32 {
        switch type {
        case MD_TEXT_NULLCHAR: builder?.pointee.add("\u{FFFD}")
        case MD_TEXT_BR: builder?.pointee.add("\n")
        case MD_TEXT_SOFTBR: builder?.pointee.add(" ")
        case MD_TEXT_ENTITY: builder?.pointee.add(MarkdownEntities.text(text))
        case MD_TEXT_HTML: builder?.pointee.addHTML(text)
        default: builder?.pointee.add(text)
        }
        return 0
    }

    /// The address of a link or picture, with its character references converted to text.
    private static func attribute(_ attribute: MD_ATTRIBUTE?) -> String {
        guard let attribute, let types = attribute.substr_types, let offsets = attribute.substr_offsets else { return "" }
        var text = ""
        var index = 0
        while offsets[index] < attribute.size {
            let (start, end) = (offsets[index], offsets[index + 1])
            let part = string(attribute.text.map { $0 + Int(start) }, end - start)
            text += types[index] == MD_TEXT_ENTITY ? MarkdownEntities.text(part) : part
            index += 1
        }
        return text
    }
}
#else
/// The parser of a build without md4c. It shows the text as it was written.
public enum MarkdownParser {
    /// A document with one code block, which contains the whole text.
    public static func parse(_ text: String) -> MarkdownDocument {
        var builder = MarkdownBuilder()
        builder.begin(.code)
        builder.add(text)
        builder.end()
        return builder.finished()
    }
}
#endif
