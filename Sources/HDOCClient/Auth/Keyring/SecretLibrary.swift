import Dispatch
import Glibc
import HDOCModels

/// libsecret's functions by name, with the types its documentation gives them. They may be called from any thread.
struct SecretLibrary: @unchecked Sendable {
    // Function pointers and one block of constants, none of which changes after `init`.
    private typealias Raw = UnsafeMutableRawPointer
    private typealias Failure = UnsafeMutablePointer<Raw?>
    private typealias Text = UnsafePointer<CChar>

    /// GLib's `GError`.
    private struct GError {
        var domain: UInt32
        var code: Int32
        var message: UnsafePointer<CChar>?
    }

    private let newTable: @convention(c) (Raw, Raw) -> Raw?
    private let insert: @convention(c) (Raw, Raw, Raw) -> Int32
    private let unrefTable: @convention(c) (Raw) -> Void
    private let newCancellable: @convention(c) () -> OpaquePointer?
    private let cancel: @convention(c) (OpaquePointer) -> Void
    private let ref: @convention(c) (OpaquePointer) -> OpaquePointer?
    private let unref: @convention(c) (OpaquePointer) -> Void
    private let freeError: @convention(c) (Raw) -> Void
    private let storeText: @convention(c) (Raw, Raw, Text?, Text, Text, OpaquePointer?, Failure) -> Int32
    private let lookupText: @convention(c) (Raw, Raw, OpaquePointer?, Failure) -> UnsafeMutablePointer<CChar>?
    private let clearText: @convention(c) (Raw, Raw, OpaquePointer?, Failure) -> Int32
    private let freeText: @convention(c) (UnsafeMutablePointer<CChar>) -> Void
    private let hash, equal: UnsafeMutableRawPointer
    private let schema: UnsafeMutableRawPointer

    init?() {
        guard let library = dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL) else { return nil }
        func function<Function>(_ name: String, as: Function.Type = Function.self) -> Function? {
            // What it depends on, GLib, is found through it.
            dlsym(library, name).map { unsafeBitCast($0, to: Function.self) }
        }
        guard let newTable = function("g_hash_table_new", as: (@convention(c) (Raw, Raw) -> Raw?).self),
            let insert = function("g_hash_table_insert", as: (@convention(c) (Raw, Raw, Raw) -> Int32).self),
            let unrefTable = function("g_hash_table_unref", as: (@convention(c) (Raw) -> Void).self),
            let newCancellable = function("g_cancellable_new", as: (@convention(c) () -> OpaquePointer?).self),
            let cancel = function("g_cancellable_cancel", as: (@convention(c) (OpaquePointer) -> Void).self),
            let ref = function("g_object_ref", as: (@convention(c) (OpaquePointer) -> OpaquePointer?).self),
            let unref = function("g_object_unref", as: (@convention(c) (OpaquePointer) -> Void).self),
            let freeError = function("g_error_free", as: (@convention(c) (Raw) -> Void).self),
            let storeText = function(
                "secret_password_storev_sync",
                as: (@convention(c) (Raw, Raw, Text?, Text, Text, OpaquePointer?, Failure) -> Int32).self),
            let lookupText = function(
                "secret_password_lookupv_sync",
                as: (@convention(c) (Raw, Raw, OpaquePointer?, Failure) -> UnsafeMutablePointer<CChar>?).self),
            let clearText = function(
                "secret_password_clearv_sync", as: (@convention(c) (Raw, Raw, OpaquePointer?, Failure) -> Int32).self),
            let freeText = function("secret_password_free", as: (@convention(c) (UnsafeMutablePointer<CChar>) -> Void).self),
            let hash = dlsym(library, "g_str_hash"), let equal = dlsym(library, "g_str_equal")
        else { return nil }
        (self.newTable, self.insert, self.unrefTable) = (newTable, insert, unrefTable)
        (self.newCancellable, self.cancel, self.ref, self.unref) = (newCancellable, cancel, ref, unref)
        (self.freeError, self.storeText, self.lookupText) = (freeError, storeText, lookupText)
        (self.clearText, self.freeText, self.hash, self.equal) = (clearText, freeText, hash, equal)
        schema = Self.makeSchema()
    }

    /// `SecretSchema`: a name, flags, and up to 32 pairs of an attribute's name and type, 0 being a string. Zeros end it.
    private static func makeSchema() -> UnsafeMutableRawPointer {
        let size = 8 + 8 + 32 * 16 + 8 + 7 * 8
        let schema = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        memset(schema, 0, size)
        schema.storeBytes(of: strdup("org.100daysofcloud.hdoc"), as: UnsafeMutablePointer<CChar>?.self)
        schema.storeBytes(of: strdup("stage"), toByteOffset: 16, as: UnsafeMutablePointer<CChar>?.self)
        return schema
    }

    // MARK: Questions. What fails is told by `failure`.

    func lookup(_ account: String, _ cancellable: OpaquePointer?, _ failure: inout KeyringError?) -> Secret? {
        asking(account, &failure) { table, error in
            guard let text = lookupText(schema, table, cancellable, error) else { return nil }
            defer { freeText(text) }
            return Secret(String(cString: text))
        } ?? nil
    }

    func store(_ secret: Secret, _ account: String, _ cancellable: OpaquePointer?, _ failure: inout KeyringError?) {
        asking(account, &failure) { table, error in
            _ = storeText(schema, table, nil, "hdoc: \(account)", secret.exposed, cancellable, error)
        }
    }

    func clear(_ account: String, _ cancellable: OpaquePointer?, _ failure: inout KeyringError?) {
        asking(account, &failure) { table, error in _ = clearText(schema, table, cancellable, error) }
    }

    @discardableResult
    private func asking<Answer>(
        _ account: String, _ failure: inout KeyringError?, _ body: (UnsafeMutableRawPointer, Failure) -> Answer
    ) -> Answer? {
        guard let table = newTable(hash, equal), let (key, value) = strdup("stage").flatMap({ key in strdup(account).map { (key, $0) } })
        else { return nil }
        defer {
            unrefTable(table)
            free(key)
            free(value)
        }
        _ = insert(table, key, value)
        var error: Raw?
        let answer = body(table, &error)
        if let error {
            let words = error.load(as: GError.self).message.map { String(cString: $0) } ?? ""
            failure = KeyringError(detail: TerminalText.line(words, limit: 200))
            freeError(error)
        }
        return answer
    }

    // MARK: Patience

    /// Ends a question by itself once that time is over. To be released.
    func cancellable(after time: DispatchTimeInterval) -> OpaquePointer? {
        guard let cancellable = newCancellable() else { return nil }
        let held = UInt(bitPattern: ref(cancellable))
        DispatchQueue.global().asyncAfter(deadline: .now() + time) {
            guard let held = OpaquePointer(bitPattern: held) else { return }
            cancel(held)
            unref(held)
        }
        return cancellable
    }

    func release(_ cancellable: OpaquePointer?) {
        if let cancellable { unref(cancellable) }
    }
}
