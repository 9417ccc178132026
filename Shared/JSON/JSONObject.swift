/// The members of a JSON object in the order they came, each name once. Names are compared byte by byte.
///
/// Looking a member up walks the list: objects are small, and the large ones are walked anyway.
public struct JSONObject: Sendable {
    /// One name with its value.
    public typealias Member = (name: String, value: JSONValue)

    /// The members in order.
    public private(set) var members: [Member] = []

    /// An object without members.
    public init() {}

    /// The members in order; of several with one name the last one's value is kept.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (name, value) in members { self[name] = value }
    }

    /// Takes members whose names are known to differ.
    init(unique members: [Member]) {
        self.members = members
    }

    /// The value of a member. Setting replaces it in place or appends it; setting nil removes it.
    public subscript(name: String) -> JSONValue? {
        get { index(of: name).map { members[$0].value } }
        set {
            switch (index(of: name), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    private func index(of name: String) -> Int? {
        members.firstIndex { isSame($0.name, name) }
    }
}

/// Objects are equal when they have the same members in any order, as RFC 8259 says of them.
extension JSONObject: Equatable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.members.count == right.members.count else { return false }
        let left = left.members.sorted { isBefore($0.name, $1.name) }
        let right = right.members.sorted { isBefore($0.name, $1.name) }
        return zip(left, right).allSatisfy { isSame($0.name, $1.name) && $0.value == $1.value }
    }
}

/// The order of RFC 8785: by UTF-16 code units.
func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf16.lexicographicallyPrecedes(right.utf16)
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
