import CCurl
import FoundationEssentials
import HDOCModels

/// What libcurl measured about one exchange that used a connection of its own.
package struct ConnectionDetails: Sendable, Equatable {
    /// From the start until the name was resolved.
    package var nameLookup: Duration
    /// From the start until the connection was open; with a proxy, that to the proxy.
    package var connected: Duration
    /// From the start until TLS was ready; nil without TLS.
    package var secured: Duration?
    /// From the start until the first byte of the response.
    package var firstByte: Duration
    /// From the start until the end of the response.
    package var total: Duration
    /// The IP address of the other side.
    package var address: String
    /// The server's certificate; nil without TLS.
    package var certificate: ServerCertificate?

    package init(
        nameLookup: Duration, connected: Duration, secured: Duration? = nil, firstByte: Duration, total: Duration, address: String = "",
        certificate: ServerCertificate? = nil
    ) {
        (self.nameLookup, self.connected, self.secured, self.firstByte) = (nameLookup, connected, secured, firstByte)
        (self.total, self.address, self.certificate) = (total, address, certificate)
    }

    /// Reads the values of a finished transfer.
    init(_ easy: UnsafeMutableRawPointer) {
        func time(_ info: CURLINFO) -> Duration {
            var microseconds: curl_off_t = 0
            hdoc_curl_get_offset(easy, info, &microseconds)
            return .microseconds(Int64(microseconds))
        }
        let secured = time(CURLINFO_APPCONNECT_TIME_T)
        var address: UnsafePointer<CChar>?
        hdoc_curl_get_text(easy, CURLINFO_PRIMARY_IP, &address)
        self.init(
            nameLookup: time(CURLINFO_NAMELOOKUP_TIME_T), connected: time(CURLINFO_CONNECT_TIME_T),
            secured: secured == .zero ? nil : secured, firstByte: time(CURLINFO_STARTTRANSFER_TIME_T),
            total: time(CURLINFO_TOTAL_TIME_T), address: address.map { String(cString: $0) } ?? "",
            certificate: ServerCertificate(fields: Self.leafFields(easy)))
    }

    /// The fields of the server's own certificate, such as `Expire date:Nov 27 22:00:00 2027 GMT`. The first certificate of a chain is
    /// the server's.
    private static func leafFields(_ easy: UnsafeMutableRawPointer) -> [String] {
        var fields: [String] = []
        var field = hdoc_curl_leaf_certificate(easy)
        while let entry = field {
            if let text = entry.pointee.data { fields.append(String(cString: text)) }
            field = entry.pointee.next
        }
        return fields
    }
}

/// A certificate of a server.
package struct ServerCertificate: Sendable, Equatable {
    /// Whom it names, as OpenSSL writes it: `CN = example.test`. Not sanitised.
    package var subject: String
    /// Who signed it. Not sanitised.
    package var issuer: String
    /// When it ends.
    package var end: Date

    package init(subject: String, issuer: String, end: Date) { (self.subject, self.issuer, self.end) = (subject, issuer, end) }

    /// Nil if the fields of libcurl have no readable end.
    package init?(fields: [String]) {
        func value(_ name: String) -> String? {
            fields.first { $0.beginsWithBytes(of: name + ":") }.flatMap { $0.afterBytes(of: name + ":") }.map(String.init)
        }
        guard let end = value("Expire date").flatMap(Self.date) else { return nil }
        self.init(subject: value("Subject") ?? "", issuer: value("Issuer") ?? "", end: end)
    }

    /// Parses `Nov 27 22:00:00 2027 GMT`, and `2027-11-27 22:00:00 GMT` of newer versions of libcurl.
    private static func date(_ text: String) -> Date? {
        let parts = text.split(separator: " ").map(String.init)
        if parts.count == 5, parts[4] == "GMT" { return HTTPDate.date(day: parts[1], month: parts[0], year: parts[3], time: parts[2]) }
        guard parts.count == 3, parts[2] == "GMT" else { return nil }
        return Timestamp.parse("\(parts[0])T\(parts[1])Z")
    }
}
