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
}
