import HDOCClient

/// The names of resources.
package enum ResourceStrings {
    package static func name(_ resource: Resource) -> String {
        switch resource {
        case .journeyers: "journeyers"
        case .journeyer(let handle): "journeyer \(handle)"
        case .articles(nil, nil): "articles"
        case .articles(let author?, nil): "articles by \(author)"
        case .articles(nil, let tag?): "articles with \(tag)"
        case .articles(let author?, let tag?): "articles by \(author) with \(tag)"
        case .article(let id): "article \(id)"
        case .tags: "tags"
        }
    }

    /// How much of a long list has arrived: `12,500 journeyers, 25 pages, 5.1 MB`.
    package static func progress(_ list: ListProgress) -> String {
        let amount = "\(Amounts.grouped(list.elements)) \(list.elements == 1 ? "journeyer" : "journeyers")"
        let pages = list.pages > 0 ? ", \(Amounts.grouped(list.pages)) \(list.pages == 1 ? "page" : "pages")" : ""
        return "\(amount)\(pages), \(Amounts.bytes(list.bytes))"
    }

    /// Everything about a refresh that the list itself does not show; empty if there is nothing.
    package static func remarks(_ report: RefreshReport) -> [String] {
        let handles = report.mergedHandles
        let names = handles.prefix(3).joined(separator: ", ") + (handles.count > 3 ? ", …" : "")
        let leftOut = "\(Amounts.count(handles.count, "handle")) left out that \(handles.count == 1 ? "differs" : "differ")"
        return [
            report.unreadable > 0 ? Amounts.unreadable(report.unreadable, received: report.received) : nil,
            handles.isEmpty ? nil : "\(leftOut) only in case: \(names)",
        ].compactMap(\.self)
    }
}
