/// Names say what a thing is, not that it is a thing.
let namingRules: [Rule] = [
    .swift("type names") { file in
        let suffixes = [
            "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Impl", "Base", "Data", "Info",
        ]
        return file.declaredTypes.compactMap { index in
            let name = file.tokens[index].text
            if let suffix = suffixes.first(where: { name.hasSuffix($0) }) {
                return (file.tokens[index].line, "`\(name)` ends in `\(suffix)`, which says nothing: name what it does")
            }
            return name == file.module
                ? (file.tokens[index].line, "`\(name)` has its module's name and cannot be qualified: rename the type")
                : nil
        }
    },
    .swift("function names") { file in
        file.positions(of: "func").compactMap { index in
            guard let name = file.token(at: index + 1)?.text, name.hasPrefix("get"),
                name.dropFirst(3).first?.isUppercase == true
            else { return nil }
            return (file.tokens[index].line, "`\(name)`: drop `get` and name what is returned")
        }
    },
    .repository("folder names") { repository in
        let banned: Set = ["Common", "Util", "Utils", "Helpers", "Misc", "New", "Deprecated", "Legacy"]
        return repository.files.compactMap { file in
            guard let folder = file.path.split(separator: "/").dropLast().first(where: { banned.contains(String($0)) })
            else { return nil }
            return (file.path, 1, "a folder `\(folder)` has no subject: name it by its responsibility")
        }
    },
]

extension SourceFile {
    /// The module this file belongs to, by the layout's rule.
    fileprivate var module: String? {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count > 2 else { return nil }
        switch parts[0] {
        case "Shared": return parts[1]
        case "Gateway": return parts[0] + parts[1]
        case "Services" where parts.count > 3: return parts[1] + parts[2]
        default: return nil
        }
    }
}
