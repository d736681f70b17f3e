/// The version of this hdoc.
package enum Version {
    package static let current = "0.1.0"
}
