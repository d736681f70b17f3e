import FoundationEssentials
import HDOCModels
import SafeText

/// Credentials that end, from STS.
public struct AWSSession: Sendable, Equatable {
    public var keyID: String
    public var secret: Secret
    public var token: Secret
    public var expiration: Date
}

extension AWSQuery {
    /// Exchanges long-lived keys and a code of an MFA device for a session. STS's default: 12 hours.
    /// - Parameter serial: the device's ARN, or the number of a hardware device.
    public func session(serial: String, code: String) async throws(AWSError) -> AWSSession {
        guard serial.utf8.count >= 9, serial.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .badSerial(TerminalText.line(serial, limit: 100))
        }
        guard code.utf8.count == 6, code.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { throw .badCode }
        let reply = try await call(
            "sts",
            [
                ("Action", "GetSessionToken"), ("Version", "2011-06-15"), ("SerialNumber", serial), ("TokenCode", code),
            ])
        let credentials = reply.first("Credentials")
        guard let keyID = credentials?["AccessKeyId"]?.text, let secret = credentials?["SecretAccessKey"]?.text,
            let token = credentials?["SessionToken"]?.text,
            let expiration = (credentials?["Expiration"]?.text).flatMap(Timestamp.parse),
            // They become lines of a file, and headers.
            [keyID, secret, token].allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } })
        else { throw .unreadable(status: 200) }
        return AWSSession(keyID: keyID, secret: Secret(secret), token: Secret(token), expiration: expiration)
    }
}

/// The AWS credentials file, of which hdoc writes one profile and leaves every other byte.
public struct AWSCredentialsFile: Sendable {
    public let path: String

    public init(environment: [String: String]) throws(AWSError) {
        path = try AWSProfiles(environment: environment).credentialsPath
    }

    /// Throws `StoreError` too. The file is its owner's alone afterwards.
    public func write(_ session: AWSSession, as profile: String) throws {
        let file = ConfigurationFile(path: path)
        let before: [UInt8]
        do throws(ConfigurationError) { before = try file.contents() ?? [] } catch { throw AWSError.file(error) }
        let pairs = [
            ("aws_access_key_id", session.keyID), ("aws_secret_access_key", session.secret.exposed),
            ("aws_session_token", session.token.exposed),
        ]
        let after = Self.setting(pairs, in: profile, of: before)
        guard (try? file.contents() ?? []) == before else { throw AWSError.fileChangedMeanwhile(path) }
        try file.replace(with: after, mode: 0o600)
    }

    /// The same bytes with these settings in that profile: replaced where they stand, added below its header otherwise.
    static func setting(_ pairs: [(key: String, value: String)], in profile: String, of bytes: [UInt8]) -> [UInt8] {
        let lineEnd = bytes.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n"
        func line(_ pair: (key: String, value: String)) -> [UInt8] { Array("\(pair.key) = \(pair.value)\(lineEnd)".utf8) }
        var (result, open, isInside, isThere): ([UInt8], [(key: String, value: String)], Bool, Bool) = ([], pairs, false, false)
        var insertion = 0
        for range in IniFile.lines(bytes) {
            let text = String(decoding: bytes[range], as: UTF8.self)
            if let header = IniFile.header(text) {
                // A profile that is there twice is one profile: only its first place is written, the rest loses these keys.
                isInside = header == profile
            } else if isInside, let (key, _) = IniFile.pair(text), pairs.contains(where: { $0.key == key }) {
                if let index = open.firstIndex(where: { $0.key == key }) { result += line(open.remove(at: index)) }
                insertion = result.count
                continue
            }
            result += bytes[range]
            if isInside, !isThere {
                isThere = true
                if result.last != UInt8(ascii: "\n") { result += Array(lineEnd.utf8) }
                insertion = result.count
            }
        }
        let rest = open.flatMap(line)
        if isThere {
            result.insert(contentsOf: rest, at: insertion)
            return result
        }
        let gap = result.isEmpty ? "" : result.last == UInt8(ascii: "\n") ? lineEnd : lineEnd + lineEnd
        return result + Array("\(gap)[\(profile)]\(lineEnd)".utf8) + rest
    }
}
