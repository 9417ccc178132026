/// Several statements as plain text, from a file that ships with the program: a migration. The only way for text that
/// is no literal of the source to reach the server, and only on a `DedicatedConnection`.
public struct SQLScript: Sendable {
    let bytes: [UInt8]

    /// The text of a file that is trusted like the program itself.
    public init(trusted bytes: [UInt8]) throws(PostgresError) {
        guard !bytes.span.containsNUL else {
            throw .parameter(.textContainsNUL, number: 0, statement: "script")
        }
        self.bytes = bytes
    }
}
