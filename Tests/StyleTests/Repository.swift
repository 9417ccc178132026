import Foundation

/// The files of the repository that the rules read, and the names at its top level.
struct Repository: Sendable {
    let topLevel: [String]
    let files: [SourceFile]
    private let byPath: [String: Int]

    init(topLevel: [String], texts: [(path: String, text: String)]) {
        self.topLevel = topLevel.sorted()
        files = texts.sorted { $0.path < $1.path }.map { SourceFile(path: $0.path, text: $0.text) }
        byPath = Dictionary(files.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(path: String) -> SourceFile? {
        byPath[path].map { files[$0] }
    }

    /// The checkout these tests were built from.
    static let checkout: Repository = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Repository(readingFrom: root)
    }()

    private static let skipped: Set = [".build", ".run", ".git"]
    private static let extensions: Set = [
        "c", "cfg", "conf", "css", "h", "html", "js", "json", "md", "modulemap", "py", "sh", "sql", "swift", "toml",
        "yaml", "yml",
    ]

    private init(readingFrom root: URL) {
        var texts: [(path: String, text: String)] = []
        let prefix = root.path(percentEncoded: false).count
        let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isDirectoryKey])
        while let url = walk?.nextObject() as? URL {
            if Self.skipped.contains(url.lastPathComponent) {
                walk?.skipDescendants()
                continue
            }
            let path = String(url.path(percentEncoded: false).dropFirst(prefix))
            // A folder or a file that is not text has no text to check.
            guard Self.isRead(path), let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            if !url.pathExtension.isEmpty || text.hasPrefix("#!") { texts.append((path, text)) }
        }
        // Without a listing there is nothing to check, and the suite says so.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path(percentEncoded: false))) ?? []
        self.init(topLevel: names, texts: texts)
    }

    /// Programs without an extension live in `deploy` and `.ci`; fixtures are bytes that must stay as they are.
    private static func isRead(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        if path.contains("/Fixtures/") || path.contains("/Golden/") { return false }
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
            return path.hasPrefix("deploy/") || path.hasPrefix(".ci/")
        }
        return extensions.contains(String(name[name.index(after: dot)...]))
    }
}
