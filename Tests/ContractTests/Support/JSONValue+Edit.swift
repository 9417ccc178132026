import JSON

extension JSONValue {
    /// The document with the value at a place replaced; nil takes a member out. A place is the names and indexes that
    /// lead to it.
    func replacing(_ place: ArraySlice<String>, with value: JSONValue?) -> JSONValue {
        guard let step = place.first else { return value ?? .null }
        let rest = place.dropFirst()
        switch self {
        case .object(var object):
            object[step] = rest.isEmpty ? value : object[step]?.replacing(rest, with: value)
            return .object(object)
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].replacing(rest, with: value)
            return .array(elements)
        default: return self
        }
    }

    /// The same for a pointer like `/components/0/condition`.
    func replacing(_ pointer: String, with value: JSONValue?) -> JSONValue {
        replacing(pointer.split(separator: "/").map(String.init)[...], with: value)
    }
}
