/// Who may import what: the C libraries each have one owner, and a domain knows nothing but rules.
let importRules: [Rule] = [
    .swift("imports") { file in
        file.imports.compactMap { line, module in
            if let owners = importFence[module], !file.isIn(owners) {
                let owner = owners.map { $0.dropLast() }.joined(separator: " and ")
                return (line, "`import \(module)` belongs to \(owner) alone: use that module's Swift API")
            }
            if file.isDomain && !["Foundation", "Identifiers"].contains(module) {
                return (line, "a domain imports only Foundation and Identifiers: move what needs \(module) to Service")
            }
            return module == "XCTest" ? (line, "XCTest is not used here: `import Testing`") : nil
        }
    },
    .repository("dependencies") { repository in
        guard let manifest = PackageManifest(of: repository) else { return [] }
        return repository.files.flatMap { file in
            file.imports.compactMap { line, module in
                manifest.modules.contains(module) || importsFromToolchain.contains(module)
                    ? nil
                    : (file.path, line, "\(module) is neither ours nor part of the toolchain: write what is needed")
            }
        }
    },
]

private let importFence = [
    "CLibPQ": ["Shared/Postgres/"],
    "CRDKafka": ["Shared/KafkaClient/", "Shared/KafkaMock/"],
    "COpenSSL": ["Shared/Crypto/"],
]

private let importsFromToolchain: Set = [
    "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "PackageDescription", "Synchronization", "Testing",
    "XCTest",
]

extension SourceFile {
    fileprivate var imports: [(line: Int, module: String)] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return positions(of: "import").compactMap { index in
            guard let first = token(at: index + 1) else { return nil }
            guard kinds.contains(first.text) else { return (first.line, first.text) }
            return token(at: index + 2).map { ($0.line, $0.text) }
        }
    }
}
