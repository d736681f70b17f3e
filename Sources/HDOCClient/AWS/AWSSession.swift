import FoundationEssentials
import HDOCModels
import SafeText

/// Temporary credentials from the Security Token Service (STS) of AWS.
public struct AWSSession: Sendable, Equatable {
    /// The access key ID, which is not secret.
    public var keyID: String
    /// The secret access key.
    public var secret: Secret
    /// The session token, which is sent with each request.
    public var token: Secret
    /// The expiry time of the credentials.
    public var expiration: Date
}

extension AWSClient {
    /// Exchanges long-lived keys and an MFA code for temporary credentials (`GetSessionToken`). They are valid for 12 hours,
    /// the default of the service.
    /// - Parameters:
    ///   - serial: the ARN of the MFA device, or the serial number of a hardware device.
    ///   - code: the six digits that the device shows.
    public func session(serial: String, code: String) async throws(AWSError) -> AWSSession {
        guard serial.utf8.count >= 9, serial.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .badSerial(TerminalText.line(serial, limit: 100))
        }
        guard code.utf8.count == 6, code.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { throw .badCode }
        let reply = try await query(
            "sts",
            [
                ("Action", "GetSessionToken"), ("Version", "2011-06-15"), ("SerialNumber", serial), ("TokenCode", code),
            ])
        let credentials = reply.first("Credentials")
        guard let keyID = credentials?["AccessKeyId"]?.text, let secret = credentials?["SecretAccessKey"]?.text,
            let token = credentials?["SessionToken"]?.text,
            let expiration = (credentials?["Expiration"]?.text).flatMap(Timestamp.parse),
            // The values are written to a file and sent in headers, so they must be printable ASCII.
            [keyID, secret, token].allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } })
        else { throw .unreadable(status: 200) }
        return AWSSession(keyID: keyID, secret: Secret(secret), token: Secret(token), expiration: expiration)
    }
}

/// The credentials file of the AWS command line. hdoc changes one profile and leaves all other bytes unchanged.
public struct AWSCredentialsFile: Sendable {
    /// `~/.aws/credentials`, or the value of `AWS_SHARED_CREDENTIALS_FILE`.
    public let path: String

    /// Finds the path of the file.
    /// - Throws: `file` if the files of the AWS command line cannot be read.
    public init(environment: [String: String]) throws(AWSError) {
        path = try AWSProfiles(environment: environment).credentialsPath
    }

    /// Writes a session into a profile, and adds the profile if it does not exist. Afterwards only the owner can read the file.
    /// - Throws: `file`, `fileChangedMeanwhile` or `store`.
    public func write(_ session: AWSSession, as profile: String) throws(AWSError) {
        let file = ConfigurationFile(path: path)
        let before: [UInt8]
        do throws(ConfigurationError) { before = try file.contents() ?? [] } catch { throw .file(error) }
        let pairs = [
            ("aws_access_key_id", session.keyID), ("aws_secret_access_key", session.secret.exposed),
            ("aws_session_token", session.token.exposed),
        ]
        let after = Self.setting(pairs, in: profile, of: before)
        guard (try? file.contents() ?? []) == before else { throw .fileChangedMeanwhile(path) }
        do throws(StoreError) { try file.replace(with: after, mode: 0o600) } catch { throw .store(error) }
    }

    /// Returns the file's bytes with these settings in a profile. Existing settings are replaced, and the others are added to
    /// the profile's section.
    static func setting(_ pairs: [(key: String, value: String)], in profile: String, of bytes: [UInt8]) -> [UInt8] {
        let lineEnd = bytes.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n"
        func line(_ pair: (key: String, value: String)) -> [UInt8] { Array("\(pair.key) = \(pair.value)\(lineEnd)".utf8) }
        var (result, open, isInside, isThere): ([UInt8], [(key: String, value: String)], Bool, Bool) = ([], pairs, false, false)
        var insertion = 0
        for range in IniFile.lines(bytes) {
            let text = String(decoding: bytes[range], as: UTF8.self)
            if let header = IniFile.header(text) {
                // A profile may have two sections. The settings are written to the first one and removed from the second one.
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
