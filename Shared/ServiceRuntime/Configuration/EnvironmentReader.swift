/// Reads settings one by one, remembering each declaration and each fault.
public struct EnvironmentReader: ~Copyable {
    private let variables: [String: String]
    private let files: any FileSource
    private(set) var settings: [Setting] = []
    private(set) var faults: [ConfigurationFault] = []

    init(_ variables: [String: String], files: any FileSource) {
        // A variable set to nothing is how compose files and unit files spell "not set".
        self.variables = variables.filter { !$0.value.isEmpty }
        self.files = files
    }

    /// A setting that must be given.
    public mutating func value<Value>(
        _ name: String, _ kind: SettingKind<Value>, _ documentation: String
    ) -> Value {
        read(name, kind, .required, documentation) ?? kind.standIn
    }

    /// A setting with a default.
    public mutating func value<Value>(
        _ name: String, _ kind: SettingKind<Value>, default fallback: Value, _ documentation: String
    ) -> Value {
        read(name, kind, .optional(default: kind.print(fallback)), documentation) ?? fallback
    }

    /// A setting that may be absent.
    public mutating func optional<Value>(
        _ name: String, _ kind: SettingKind<Value>, _ documentation: String
    ) -> Value? {
        read(name, kind, .optional(default: nil), documentation)
    }

    /// A secret that must be given, in the variable itself or in the file that `<name>_FILE` names.
    public mutating func secret<Value>(
        _ name: String, _ kind: SettingKind<Value>, _ documentation: String
    ) -> Secret<Value> {
        Secret(readSecret(name, kind, .required, documentation) ?? kind.standIn)
    }

    /// A secret that may be absent.
    public mutating func optionalSecret<Value>(
        _ name: String, _ kind: SettingKind<Value>, _ documentation: String
    ) -> Secret<Value>? {
        readSecret(name, kind, .optional(default: nil), documentation).map { Secret($0) }
    }

    private mutating func read<Value>(
        _ name: String, _ kind: SettingKind<Value>, _ need: Setting.Need, _ documentation: String
    ) -> Value? {
        let text = variables[name]
        let value = text.flatMap { parse($0, as: kind, for: name, shown: true) }
        declare(
            Setting(
                name: name, form: kind.form, need: need, isSecret: false, documentation: documentation,
                source: text == nil ? .absent : .environment, shown: value.map(kind.print)))
        if text == nil, need == .required { fail(name, "is required: \(kind.form)") }
        return value
    }

    private mutating func readSecret<Value>(
        _ name: String, _ kind: SettingKind<Value>, _ need: Setting.Need, _ documentation: String
    ) -> Value? {
        let fileName = name + Setting.fileSuffix
        let text: String?
        let source: Setting.Source
        switch (variables[name], variables[fileName]) {
        case (.some, .some):
            fail(name, "is given twice: also by \(fileName)")
            (text, source) = (nil, .environment)
        case (let given?, nil):
            (text, source) = (given, .environment)
        case (nil, let path?):
            (text, source) = (contents(of: path, for: fileName), .file)
        case (nil, nil):
            if need == .required { fail(name, "is required, here or in the file \(fileName) names: \(kind.form)") }
            (text, source) = (nil, .absent)
        }
        declare(
            Setting(
                name: name, form: kind.form, need: need, isSecret: true, documentation: documentation, source: source,
                shown: nil))
        return text.flatMap { parse($0, as: kind, for: name, shown: false) }
    }

    private mutating func parse<Value>(
        _ text: String, as kind: SettingKind<Value>, for name: String, shown: Bool
    ) -> Value? {
        if let value = kind.parse(text) { return value }
        fail(name, shown ? "\"\(text.cutForDisplay)\" is not \(kind.form)" : "the secret is not \(kind.form)")
        return nil
    }

    /// The text of a secret's file, without the newline that editors leave at its end.
    private mutating func contents(of path: String, for name: String) -> String? {
        do {
            var bytes = try files.read(path, atMost: ConfigurationLimits.secretFileBytes)
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                fail(name, "the file is not UTF-8")
                return nil
            }
            if text.isEmpty { fail(name, "the file is empty") }
            return text.isEmpty ? nil : text
        } catch {
            fail(name, "\"\(path.cutForDisplay)\" \(error.reason)")
            return nil
        }
    }

    private mutating func declare(_ setting: Setting) {
        precondition(!settings.contains { $0.name == setting.name }, "a setting is declared once")
        settings.append(setting)
    }

    private mutating func fail(_ name: String, _ reason: String) {
        faults.append(ConfigurationFault(name: name, reason: reason))
    }

    /// Variables that begin like ours and that no setting declares.
    func warnings(prefixes: [String]) -> [ConfigurationWarning] {
        let known = Set(settings.flatMap { $0.isSecret ? [$0.name, $0.name + Setting.fileSuffix] : [$0.name] })
        return variables.keys
            .filter { name in !known.contains(name) && prefixes.contains { name.hasPrefix($0) } }
            .sorted()
            .map { ConfigurationWarning(name: $0, nearest: nearestName(to: $0, among: known.sorted())) }
    }
}

extension String {
    fileprivate var cutForDisplay: String {
        count <= ConfigurationLimits.shownCharacters ? self : prefix(ConfigurationLimits.shownCharacters) + "…"
    }
}

/// The name that differs from `name` in the fewest single-character edits, when they are few.
private func nearestName(to name: String, among names: [String]) -> String? {
    let distances = names.map { (name: $0, edits: edits(from: Array(name.utf8), to: Array($0.utf8))) }
    guard let best = distances.min(by: { $0.edits < $1.edits }), best.edits <= ConfigurationLimits.suggestionEdits
    else { return nil }
    return best.name
}

private func edits(from left: [UInt8], to right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (leftIndex, leftByte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = leftIndex + 1
        for (rightIndex, rightByte) in right.enumerated() {
            let replaced = diagonal + (leftByte == rightByte ? 0 : 1)
            diagonal = row[rightIndex + 1]
            row[rightIndex + 1] = min(replaced, row[rightIndex] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
