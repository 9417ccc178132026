/// Reading any value as a tree. The recursion is bounded by `depthMax`.
extension JSONReader {
    /// Consumes the value that is next.
    @usableFromInline
    mutating func value() throws(JSONStop) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "\""):
            let token = try string()
            return .string(text(token))
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"):
            try literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        default: throw unexpected()
        }
    }

    /// Consumes a string value, whose opening quote is next.
    @usableFromInline
    mutating func string() throws(JSONStop) -> JSONStringToken {
        try string(limit: limits.stringBytesMax, code: .stringTooLarge)
    }

    private mutating func object() throws(JSONStop) -> JSONObject {
        var members: [JSONObject.Member] = []
        var names = UniqueNames()
        try open()
        while let token = try nextMember(after: members.count) {
            let name = text(token)
            guard names.insert(name) else {
                throw stop(.duplicateMember, "the object has this member already")
            }
            members.append((name, try value()))
        }
        close()
        return JSONObject(unique: members)
    }

    private mutating func array() throws(JSONStop) -> [JSONValue] {
        var elements: [JSONValue] = []
        try open()
        while try nextElement(elements.count) { elements.append(try value()) }
        close()
        return elements
    }
}

/// The names of one object seen so far: a list while there are few, then a set, so that no object of a hostile size
/// costs the square of its members.
struct UniqueNames {
    private static let listMax = 16
    private var list: [String] = []
    private var set: Set<[UInt8]> = []

    /// False when the name is there already.
    mutating func insert(_ name: String) -> Bool {
        if set.isEmpty {
            guard !list.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else { return false }
            list.append(name)
            if list.count == Self.listMax { set = Set(list.map { Array($0.utf8) }) }
            return true
        }
        return set.insert(Array(name.utf8)).inserted
    }
}
