/// How much of a document is read before it is refused. Every limit is inclusive: exactly the limit is accepted,
/// one more is a `JSONFault` that names the limit in its code and never a slow or large success.
public struct JSONLimits: Sendable {
    /// The whole document, in bytes.
    public var documentBytesMax = 1_048_576
    /// Arrays and objects inside one another: a bare number has depth 0, `[[]]` has depth 2.
    public var depthMax = 64
    /// One string value after unescaping, in bytes of UTF-8.
    public var stringBytesMax = 262_144
    /// One member name after unescaping, in bytes of UTF-8. Fault pointers repeat names, so this bounds them too.
    public var nameBytesMax = 256
    /// The members of one object.
    public var membersMax = 1_024
    /// The elements of one array.
    public var elementsMax = 16_384
    /// One number as written, in bytes.
    public var numberBytesMax = 64
    /// How many faults one decoding reports before it gives up.
    public var faultsMax = 64

    /// What requests and events are read with.
    public static let standard = JSONLimits()

    /// The standard limits, to be adjusted member by member.
    public init() {}
}
