/// The headers by which the API allows web pages of other origins to call it (CORS).
///
/// The template of the deployed stage repeats them for the replies that API Gateway writes itself.
package enum CrossOriginHeaders {
    /// For replies with a body, including errors. The deployed handlers of `main` and `dev` send the first three.
    package static func reply(on layer: Layer) -> [ServiceHeader] {
        let isPlanned = layer == .planned
        return [
            ServiceHeader("Access-Control-Allow-Origin", "*"),
            ServiceHeader("Access-Control-Allow-Methods", isPlanned ? methods : "GET,POST,OPTIONS"),
            ServiceHeader("Access-Control-Allow-Headers", isPlanned ? requestHeaders : deployedRequestHeaders),
        ] + (isPlanned ? [ServiceHeader("Access-Control-Expose-Headers", replyHeaders)] : [])
    }

    /// The reply to a preflight request (`OPTIONS`), as API Gateway sends it. The deployed layers have no such route.
    package static let preflight = ServiceReply.json(200, [:], headers: reply(on: .planned))

    private static let methods = "GET,POST,PUT,DELETE,OPTIONS"
    private static let deployedRequestHeaders = "Content-Type,X-Amz-Date,Authorization,X-Api-Key,x-requested-with"
    private static let requestHeaders = deployedRequestHeaders + ",Idempotency-Key,If-Match,If-None-Match"
    /// The headers of a reply that a page's script may read.
    private static let replyHeaders = "ETag,Link,Retry-After,x-amzn-ErrorType,x-amzn-RequestId"
}
