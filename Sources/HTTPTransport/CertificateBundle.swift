import FoundationEssentials
import Glibc

/// Finds the system's file of trusted certificate authorities. A libcurl that was built on Debian only knows Debian's path.
package enum CertificateBundle {
    private static let knownPaths = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/ssl/cert.pem",  // Alpine
    ]

    /// The path in `CURL_CA_BUNDLE` or `SSL_CERT_FILE` if one is set, otherwise the first known file that is readable. If this
    /// is nil, libcurl uses its built-in path.
    package static func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        let chosen = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].compactMap { environment[$0] }.first { !$0.isEmpty }
        return chosen ?? knownPaths.first { access($0, R_OK) == 0 }
    }
}
