/// Members that are the same in many lines, written once: what a route says of itself in each of its access lines.
public struct PreparedMembers: Sendable {
    let bytes: [UInt8]
    let keys: LogKeySet

    /// Writes the members that `fields` adds.
    public init(_ fields: (inout LogLine) -> Void) {
        var line = LogLine(into: [])
        fields(&line)
        keys = line.written
        bytes = line.bytes
    }
}
