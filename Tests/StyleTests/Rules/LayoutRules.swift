/// The shape of the repository: what stands at its root, what is a target, what opens a module.
let layoutRules: [Rule] = [
    .repository("top level") { repository in
        repository.topLevel.filter { !$0.hasPrefix(".") && !topLevelEntries.contains($0) }.map {
            ($0, 1, "the top level is fixed: put it under Services, Shared, Gateway, Tests or deploy")
        }
    },
    .repository("targets") { repository in
        guard let manifest = PackageManifest(of: repository) else { return [] }
        let orphans = repository.files.filter { file in
            file.isSwift && file.path.contains("/") && !file.isFuzzTarget
                && !manifest.folders.contains { file.path.hasPrefix($0 + "/") }
        }.map { ($0.path, 1, "no target in Package.swift compiles this file: declare one or move it") }
        let missing = manifest.folders.filter { folder in
            !repository.files.contains { $0.path.hasPrefix(folder + "/") }
        }.sorted().map { ("Package.swift", 1, "\($0) is declared and has no file: add it or drop the target") }
        let packages = repository["Package.swift"].map { file in
            file.positions(of: "package").filter { file.reads(at: $0 - 1, ".", "package", "(") }.map { index in
                ("Package.swift", file.tokens[index].line, "there are no package dependencies: write what is needed")
            }
        }
        return orphans + missing + (packages ?? [])
    },
    .repository("module headers") { repository in
        guard let manifest = PackageManifest(of: repository) else { return [] }
        return manifest.folders.sorted().compactMap { folder in
            if folder.hasPrefix("Tests/") || folder.hasSuffix("/Main") { return nil }
            let files = repository.files.filter { $0.isSwift && $0.path.hasPrefix(folder + "/") }
            guard let first = files.first, !files.contains(where: \.opensWithHeader) else { return nil }
            return (
                first.path, 1, "no file of \(folder) opens with a header: purpose, model, failure handling, non-goals"
            )
        }
    },
]

private let topLevelEntries: Set = [
    "Gateway", "LICENSE", "Package.swift", "README.md", "Services", "Shared", "Tests", "deploy", "docker-compose.yml",
]

extension SourceFile {
    /// Fuzz targets are compiled one by one with the fuzzer's own main function, outside the package.
    fileprivate var isFuzzTarget: Bool { path.hasPrefix("deploy/Fuzz/") }

    /// A header is a comment of at least two lines before any code.
    fileprivate var opensWithHeader: Bool {
        lines.prefix(2).count == 2 && lines.prefix(2).allSatisfy { $0.hasPrefix("//") }
    }
}
