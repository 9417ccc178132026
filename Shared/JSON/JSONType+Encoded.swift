import Bytes

extension JSONType {
    /// An object that is passed on as the bytes it came in, checked to be JSON and not interpreted: what an envelope
    /// carries for whoever knows its type. Written as it is, so it must hold one JSON object.
    public static var encodedObject: JSONType<[UInt8]> {
        JSONType<[UInt8]>(
            decode: { reader throws(JSONStop) in
                guard try reader.peek() == UInt8(ascii: "{") else {
                    try reader.refuse("an object")
                    return nil
                }
                let start = reader.position
                try reader.skip()
                return reader.withBytes(in: start..<reader.position) { bytes in
                    var copy: [UInt8] = []
                    copy.reserveCapacity(bytes.count)
                    copy.append(span: bytes)
                    return copy
                }
            },
            encode: { value, writer in writer.bytes.append(span: value.span) },
            describe: { JSONSchema(["type": "object"]) })
    }
}
