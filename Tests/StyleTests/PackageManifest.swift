/// What Package.swift declares, read from its text: asking SwiftPM would start a second build under the first.
struct PackageManifest {
    /// The folders of all targets.
    private(set) var folders: Set<String> = []
    /// The modules that our code may import.
    private(set) var modules: Set<String> = []

    init?(of repository: Repository) {
        guard let file = repository["Package.swift"] else { return nil }
        for (index, token) in file.tokens.enumerated() {
            if token.kind == .string, Self.roots.contains(where: { token.text.hasPrefix($0) }) {
                folders.insert(token.text)
            }
            if token.kind == .word, file.reads(at: index + 1, "("),
                let name = file.token(at: index + (file.reads(at: index + 2, "of", ":") ? 4 : 2)), name.kind == .string
            {
                declare(name.text, by: token.text)
            }
            if token.kind == .string, file.reads(at: index - 2, "name", ":") { modules.insert(token.text) }
        }
    }

    private static let roots = ["Gateway/", "Services/", "Shared/", "Tests/", "deploy/"]

    /// What one call of a helper function of the manifest declares.
    private mutating func declare(_ name: String, by helper: String) {
        switch helper {
        case "shared":
            folders.insert("Shared/\(name)")
        case "tested":
            folders.formUnion(["Shared/\(name)", "Tests/Shared/\(name)Tests"])
        case "service":
            folders.formUnion(["Domain", "Service", "Main"].map { "Services/\(name)/\($0)" })
            folders.formUnion(["DomainTests", "ServiceTests"].map { "Tests/\(name)/\($0)" })
            modules.formUnion(["\(name)Domain", "\(name)Service"])
        case "rules":
            folders.formUnion(["Services/\(name)/Domain", "Tests/\(name)/DomainTests"])
            modules.insert("\(name)Domain")
            return
        case "program":
            // A program's module is its name with the characters that Swift cannot spell replaced.
            modules.insert(String(name.map { $0 == "-" ? "_" : $0 }))
            return
        case "tests":
            break
        default:
            return
        }
        modules.insert(name)
    }
}
