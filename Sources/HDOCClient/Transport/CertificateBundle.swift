import Foundation

/// Where this system keeps the authorities it trusts. A libcurl built on Debian knows Debian's place only.
enum CertificateBundle {
    private static let knownPlaces = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/ssl/cert.pem",  // Alpine, BSDs
    ]

    /// A person's own choice first; nil leaves libcurl its built-in place.
    static func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        let chosen = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].compactMap { environment[$0] }.first { !$0.isEmpty }
        return chosen ?? knownPlaces.first { FileManager.default.isReadableFile(atPath: $0) }
    }
}
