import Foundation

/// What a process and its descendants have used, from /proc: all threads are in their process's own figures.
struct ProcessFigures {
    /// User and system time.
    private(set) var cpu = Duration.zero
    private(set) var residentBytes = 0

    init(ofTreeUnder root: Int32) {
        let all = Self.processes()
        var tree: Set = [root]
        // Children have larger numbers than their parents, save after a wrap: a second pass sees those.
        for _ in 0..<2 {
            for process in all where tree.contains(process.parent) { tree.insert(process.id) }
        }
        for process in all where tree.contains(process.id) {
            cpu += .nanoseconds(process.ticks * (1_000_000_000 / Int64(sysconf(Int32(_SC_CLK_TCK)))))
            residentBytes += process.residentPages * sysconf(Int32(_SC_PAGESIZE))
        }
    }

    struct Entry: Equatable {
        let id: Int32
        let parent: Int32
        let ticks: Int64
        let residentPages: Int
    }

    private static func processes() -> [Entry] {
        // A machine without /proc has no figures at all, and every rate comes out as zero.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name in
            // A process may end between the listing and the reading.
            guard let id = Int32(name), let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
            else {
                return nil
            }
            return entry(id: id, stat: stat)
        }.sorted { $0.id < $1.id }
    }

    /// Reads proc(5)'s stat line. The name stands in parentheses and may itself hold spaces and parentheses.
    static func entry(id: Int32, stat: String) -> Entry? {
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 21, let parent = Int32(fields[1]), let user = Int64(fields[11]),
            let system = Int64(fields[12]), let pages = Int(fields[21])
        else { return nil }
        return Entry(id: id, parent: parent, ticks: user + system, residentPages: pages)
    }
}

extension Duration {
    var microseconds: Double {
        Double(components.seconds) * 1e6 + Double(components.attoseconds) / 1e12
    }
}
