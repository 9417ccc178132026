/// One way in which an instance breaks its schema.
public struct SchemaFinding: Sendable, Equatable, CustomStringConvertible {
    /// A pointer into the instance.
    public let instance: String
    /// The keyword that is broken.
    public let keyword: String
    /// What it asks for.
    public let message: String

    public var description: String {
        "\(instance.isEmpty ? "document" : instance): \(keyword): \(message)"
    }
}
