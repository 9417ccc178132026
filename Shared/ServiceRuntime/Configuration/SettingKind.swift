/// How one type of setting is read from text, printed, and described to whoever must write it.
public struct SettingKind<Value: Sendable>: Sendable {
    /// Completes "… is not".
    let form: String
    /// Stands in for a value that could not be read; loading fails, so nobody sees it.
    let standIn: Value
    let parse: @Sendable (String) -> Value?
    let print: @Sendable (Value) -> String

    public init(
        _ form: String, standIn: Value, parse: @escaping @Sendable (String) -> Value?,
        print: @escaping @Sendable (Value) -> String
    ) {
        self.form = form
        self.standIn = standIn
        self.parse = parse
        self.print = print
    }
}

extension SettingKind<Int> {
    public static func integer(in range: ClosedRange<Int>) -> SettingKind {
        SettingKind(
            "a whole number from \(range.lowerBound) to \(range.upperBound)", standIn: range.lowerBound,
            parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } }, print: { String($0) })
    }

    /// A number of bytes.
    public static func size(in range: ClosedRange<Int>) -> SettingKind {
        SettingKind(
            "a size such as 512B, 64KiB or 10MB, from \(sizeText(range.lowerBound)) to \(sizeText(range.upperBound))",
            standIn: range.lowerBound,
            parse: { parseSize($0).flatMap { range.contains($0) ? $0 : nil } }, print: { sizeText($0) })
    }
}

extension SettingKind<UInt16> {
    /// A TCP port; 0 asks the kernel for a free one.
    public static var port: SettingKind {
        SettingKind(
            "a port from 0 to 65535", standIn: 0, parse: { number(of: $0).flatMap(UInt16.init(exactly:)) },
            print: { String($0) })
    }
}

extension SettingKind<Bool> {
    public static var flag: SettingKind {
        SettingKind(
            "true or false", standIn: false,
            parse: { text in
                switch text.lowercased() {
                case "true", "1", "yes", "on": true
                case "false", "0", "no", "off": false
                default: nil
                }
            }, print: { $0 ? "true" : "false" })
    }
}

extension SettingKind<Duration> {
    public static func duration(in range: ClosedRange<Duration> = .zero ... .seconds(86_400 * 366)) -> SettingKind {
        SettingKind(
            "a duration such as 250ms, 10s or 5m, from \(durationText(range.lowerBound)) to "
                + durationText(range.upperBound),
            standIn: range.lowerBound,
            parse: { parseDuration($0).flatMap { range.contains($0) ? $0 : nil } }, print: { durationText($0) })
    }
}

extension SettingKind<String> {
    public static func text(bytes range: ClosedRange<Int> = 1...4096) -> SettingKind {
        SettingKind(
            "text of \(range.lowerBound) to \(range.upperBound) bytes", standIn: "",
            parse: { range.contains($0.utf8.count) ? $0 : nil }, print: { $0 })
    }
}

extension SettingKind<[UInt8]> {
    /// The bytes of the text, for keys and the like.
    public static func bytes(_ range: ClosedRange<Int>) -> SettingKind {
        SettingKind(
            "\(range.lowerBound) to \(range.upperBound) bytes", standIn: [],
            parse: { range.contains($0.utf8.count) ? Array($0.utf8) : nil },
            print: { String(decoding: $0, as: UTF8.self) })
    }
}

extension SettingKind where Value: CaseIterable & RawRepresentable<String> {
    /// One of an enumeration's cases, by raw value.
    public static func choice() -> SettingKind {
        .choice(among: Array(Value.allCases)) { $0.rawValue }
    }
}

extension SettingKind {
    /// One of the given values, by name.
    public static func choice(among values: [Value], named name: @escaping @Sendable (Value) -> String) -> SettingKind {
        precondition(!values.isEmpty, "a choice needs something to choose from")
        return SettingKind(
            "one of " + values.map(name).joined(separator: ", "), standIn: values[0],
            parse: { text in values.first { name($0) == text } }, print: name)
    }

    /// Values separated by commas, blanks around them allowed.
    public static func list<Element>(
        of kind: SettingKind<Element>, count range: ClosedRange<Int> = 1...64
    ) -> SettingKind where Value == [Element] {
        SettingKind(
            "\(range.lowerBound) to \(range.upperBound) values separated by commas, each \(kind.form)", standIn: [],
            parse: { text in
                let parts = text.split(separator: ",", omittingEmptySubsequences: false)
                let values = parts.compactMap { kind.parse($0.trimmed) }
                return values.count == parts.count && range.contains(values.count) ? values : nil
            },
            print: { $0.map(kind.print).joined(separator: ",") })
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var rest = drop { $0 == " " || $0 == "\t" }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
