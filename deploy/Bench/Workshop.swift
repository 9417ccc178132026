import Foundation
import Synchronization

/// Where one bench works: its options and a folder of its own under `.run/bench`.
final class Workshop {
    let options: BenchOptions
    let folder: URL
    /// Where the executables of this build are.
    let programs: URL
    private let plotURL: URL
    /// Folders that are removed when the program ends, however it does.
    private static let passing = Mutex<Set<URL>>([])

    init(_ bench: Bench, _ options: BenchOptions) throws {
        self.options = options
        let root = URL(filePath: FileManager.default.currentDirectoryPath).appending(path: ".run/bench")
        folder = root.appending(path: "\(bench.rawValue)-\(ProcessInfo.processInfo.processIdentifier)")
        plotURL = root.appending(path: "\(bench.rawValue).svg")
        programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let folder = folder
        if !options.isVerbose { Self.passing.withLock { _ = $0.insert(folder) } }
        say("\(bench.rawValue):")
    }

    func path(_ name: String) -> String {
        folder.appending(path: name).path(percentEncoded: false)
    }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: folder.appending(path: name))
        if options.isVerbose { say("--- \(name)\n\(text)") }
        return path(name)
    }

    /// The path of one of our executables, or nil, with a word about it, if it was not built.
    func program(_ name: String) -> String? {
        let path = programs.appending(path: name).path(percentEncoded: false)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            say("  ours is left out: there is no executable \(name) in this build")
            return nil
        }
        return path
    }

    /// Keeps the peers that were asked for, and always ours.
    func selected(_ contenders: [Contender?]) throws(BenchError) -> [Contender] {
        let present = contenders.compactMap(\.self)
        guard let only = options.onlyPeer else { return present }
        guard present.contains(where: { $0.name == only }) else {
            let names = present.map(\.name).joined(separator: ", ")
            throw .badArgument("--only \(only): this bench has \(names)")
        }
        return present.filter { $0.isOurs || $0.name == only }
    }

    func save(plot: String) throws {
        try Data(plot.utf8).write(to: plotURL)
        say("  plot: \(plotURL.path(percentEncoded: false))")
    }

    func close() {
        Children.stopAll()
        if options.isVerbose { say("  kept: \(folder.path(percentEncoded: false))") }
        Self.removeAll()
    }

    @Sendable static func removeAll() {
        passing.withLock { folders in
            for folder in folders {
                // A folder that stays behind is only litter.
                try? FileManager.default.removeItem(at: folder)
            }
            folders = []
        }
    }
}
