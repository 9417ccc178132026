public import JSON

/// RFC 6901: where a value is in a document.
public enum JSONPointer {
    /// The steps of a pointer, unescaped.
    static func steps(of pointer: String) -> [String] {
        pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { step in
            String(step).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    /// `pointer` with one more step.
    static func adding(_ step: String, to pointer: String) -> String {
        pointer + "/" + step.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// The member or element that a step leads to.
    static func member(_ step: String, of value: JSONValue) -> JSONValue? {
        switch value {
        case .object(let object): return object[step]
        case .array(let elements):
            guard let index = Int(step), elements.indices.contains(index) else { return nil }
            return elements[index]
        default: return nil
        }
    }

    /// The value that a pointer leads to.
    public static func value(at pointer: String, in document: JSONValue) -> JSONValue? {
        var value = document
        for step in steps(of: pointer) {
            guard let next = member(step, of: value) else { return nil }
            value = next
        }
        return value
    }
}
