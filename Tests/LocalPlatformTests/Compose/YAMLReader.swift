/// Reads what `YAML` says there can be.
struct YAMLReader {
    private struct Line {
        let number: Int
        let indent: Int
        let text: String
    }

    private let lines: [Line]
    private var position = 0
    private var anchors: [String: YAML] = [:]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let text = Self.withoutComment(line)
            let indent = text.prefix { $0 == " " }.count
            return text.allSatisfy { $0 == " " } ? nil : Line(number: index + 1, indent: indent, text: text.trimmed)
        }
    }

    mutating func document() throws(YAML.Fault) -> YAML {
        let value = try block(indent: 0)
        if position < lines.count { throw fault("this does not belong to what is above it") }
        return value
    }

    private mutating func block(indent: Int) throws(YAML.Fault) -> YAML {
        guard position < lines.count, lines[position].indent == indent else { throw fault("nothing is here") }
        return lines[position].text.hasPrefix("- ") ? try list(indent: indent) : try map(indent: indent)
    }

    private mutating func list(indent: Int) throws(YAML.Fault) -> YAML {
        var items: [YAML] = []
        while position < lines.count, lines[position].indent == indent, lines[position].text.hasPrefix("- ") {
            items.append(try scalarOrFlow(lines[position].text.dropFirst(2)))
            position += 1
        }
        return .list(items)
    }

    private mutating func map(indent: Int) throws(YAML.Fault) -> YAML {
        var members: [YAML.Member] = []
        var merged: [YAML.Member] = []
        while position < lines.count, lines[position].indent == indent {
            let text = lines[position].text
            let number = lines[position].number
            guard let colon = Self.colon(in: text) else { throw fault("no key is here") }
            let key = String(text[..<colon])
            var rest = text[text.index(after: colon)...].trimmed[...]
            var anchor: String?
            if rest.hasPrefix("&") {
                anchor = String(rest.dropFirst().prefix { $0 != " " })
                rest = rest.drop { $0 != " " }.trimmed[...]
            }
            let value: YAML
            if rest.isEmpty {
                position += 1
                guard position < lines.count, lines[position].indent > indent else { throw fault("\(key) is empty") }
                value = try block(indent: lines[position].indent)
            } else {
                value = try scalarOrFlow(rest)
                position += 1
            }
            if let anchor { anchors[anchor] = value }
            if key == "<<" {
                guard case .map(let others) = value else {
                    throw YAML.Fault(line: number, reason: "only a map can be merged")
                }
                merged += others
            } else {
                guard !members.contains(where: { $0.key == key }) else {
                    throw YAML.Fault(line: number, reason: "\(key) is here twice")
                }
                members.append(YAML.Member(key: key, value: value))
            }
        }
        // What a map says itself counts more than what it takes from another.
        return .map(members + merged.filter { other in !members.contains { $0.key == other.key } })
    }

    private func scalarOrFlow(_ text: some StringProtocol) throws(YAML.Fault) -> YAML {
        if text.hasPrefix("*") {
            guard let value = anchors[String(text.dropFirst())] else { throw fault("\(text) was not named before") }
            return value
        }
        var flow = String(text)[...]
        let value = try flowValue(&flow, endings: "")
        guard flow.isEmpty else { throw fault("\(flow) is left over") }
        return value
    }

    private func flowValue(_ text: inout Substring, endings: String) throws(YAML.Fault) -> YAML {
        text = text.drop { $0 == " " }
        switch text.first {
        case "[":
            return .list(
                try flowItems(&text, closing: "]") { (rest) throws(YAML.Fault) in try flowValue(&rest, endings: ",]") })
        case "{":
            let members = try flowItems(&text, closing: "}") { (rest) throws(YAML.Fault) -> YAML.Member in
                guard let colon = rest.firstIndex(of: ":") else { throw fault("no key is here") }
                let key = rest[..<colon].trimmed
                rest = rest[rest.index(after: colon)...]
                return YAML.Member(key: key, value: try flowValue(&rest, endings: ",}"))
            }
            return .map(members)
        case "\"":
            text.removeFirst()
            let content = text.prefix { $0 != "\"" }
            guard !content.contains("\\"), content.endIndex < text.endIndex else {
                throw fault("a quote that is not read")
            }
            text = text[text.index(after: content.endIndex)...]
            return .text(String(content))
        case "'", "|", ">", "!", "%", "@", "&", "?": throw fault("a form that is not read")
        default: return .text(plain(&text, endings: endings))
        }
    }

    /// A variable, `${…}`, may have what would end a scalar inside.
    private func plain(_ text: inout Substring, endings: String) -> String {
        var value = ""
        var depth = 0
        while let character = text.first, depth > 0 || !endings.contains(character) {
            if value.last == "$", character == "{" { depth += 1 }
            if depth > 0, character == "}" { depth -= 1 }
            value.append(character)
            text.removeFirst()
        }
        return value[...].trimmed
    }

    private func flowItems<Item>(
        _ text: inout Substring, closing: Character, _ item: (inout Substring) throws(YAML.Fault) -> Item
    ) throws(YAML.Fault) -> [Item] {
        text.removeFirst()
        var items: [Item] = []
        while true {
            text = text.drop { $0 == " " }
            if text.first == closing { break }
            items.append(try item(&text))
            text = text.drop { $0 == " " }
            if text.first == "," {
                text.removeFirst()
            } else if text.first != closing {
                throw fault("a list has no end")
            }
        }
        text.removeFirst()
        text = text.drop { $0 == " " }
        return items
    }

    private func fault(_ reason: String) -> YAML.Fault {
        YAML.Fault(line: position < lines.count ? lines[position].number : -1, reason: reason)
    }

    /// The colon behind a key: a blank or the end of the line follows it.
    private static func colon(in text: String) -> String.Index? {
        text.indices.first { index in
            guard text[index] == ":" else { return false }
            let next = text.index(after: index)
            return next == text.endIndex || text[next] == " "
        }
    }

    /// A number sign begins a comment where a blank, or nothing, is before it, but not between quotes.
    private static func withoutComment(_ line: Substring) -> Substring {
        var before: Character = " "
        var isQuoted = false
        for index in line.indices {
            if line[index] == "\"" { isQuoted.toggle() }
            if line[index] == "#", before == " ", !isQuoted { return line[..<index] }
            before = line[index]
        }
        return line
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}
