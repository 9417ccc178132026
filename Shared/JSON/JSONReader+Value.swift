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
            guard names.insert(name, after: members.lazy.map(\.name)) else {
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

/// Finds repeated names. While there are few, by a list of fingerprints, which an attacker may make collide but not
/// long; then by a set with a seeded hash. So no object of a hostile size costs the square of its members.
struct UniqueNames {
    private static let listMax = 64
    private var fingerprints: [UInt32] = []
    private var set: Set<[UInt8]> = []

    /// False when the name is among `others`, which are all the names inserted before.
    mutating func insert(_ name: String, after others: some Collection<String>) -> Bool {
        guard others.count >= Self.listMax else {
            let fingerprint = name.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
            if fingerprints.contains(fingerprint), others.contains(where: { isSame($0, name) }) { return false }
            fingerprints.append(fingerprint)
            return true
        }
        if set.isEmpty { set = Set(others.map { Array($0.utf8) }) }
        return set.insert(Array(name.utf8)).inserted
    }
}

/// Whether two strings have the same bytes. Swift's own comparison is fast but also equates other spellings of the
/// same characters, so what it finds equal is looked at again unless the lengths tell already.
func isSame(_ left: String, _ right: String) -> Bool {
    left == right && left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
}
