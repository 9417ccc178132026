import JSON

/// The steps of a pointer, for changing documents in tests.
struct JSONPointerPath {
    let steps: [String]

    init(_ pointer: String) {
        steps = pointer.split(separator: "/").map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }
}

extension JSONValue {
    /// The document with one value set, or removed when nil.
    func setting(_ path: JSONPointerPath, to value: JSONValue?) -> JSONValue {
        setting(path.steps[...], to: value)
    }

    private func setting(_ steps: ArraySlice<String>, to value: JSONValue?) -> JSONValue {
        guard let step = steps.first else { return value ?? self }
        let rest = steps.dropFirst()
        switch self {
        case .object(var object):
            object[step] = rest.isEmpty ? value : object[step]?.setting(rest, to: value)
            return .object(object)
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].setting(rest, to: value)
            return .array(elements)
        default: return self
        }
    }
}
