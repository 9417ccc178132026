/// The part of YAML that our compose file is written in: block maps and lists, flow maps and lists, plain and
/// double-quoted scalars, anchors, aliases and `<<`. Anything else throws, so that a file beyond it is not misread.
indirect enum YAML: Equatable {
    case text(String)
    case list([YAML])
    case map([Member])

    struct Member: Equatable {
        let key: String
        let value: YAML
    }

    struct Fault: Error, Equatable {
        let line: Int
        let reason: String
    }

    init(parsing text: String) throws(Fault) {
        var reader = YAMLReader(text)
        self = try reader.document()
    }

    subscript(key: String) -> YAML? {
        guard case .map(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    var keys: [String] {
        guard case .map(let members) = self else { return [] }
        return members.map(\.key)
    }

    var items: [YAML] {
        guard case .list(let items) = self else { return [] }
        return items
    }

    var scalar: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The scalars of a map.
    var scalars: [String: String] {
        Dictionary(uniqueKeysWithValues: keys.compactMap { key in self[key]?.scalar.map { (key, $0) } })
    }
}
