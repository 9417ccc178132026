import EventLoop
import Foundation

/// A port that somebody has.
public struct TakenPort: Sendable, Equatable, CustomStringConvertible {
    public let port: UInt16
    /// Which of our processes would listen there.
    public let wantedBy: String
    /// The process that has it, when the kernel lets us see that.
    public let holder: String?

    public var description: String {
        "port \(port), which \(wantedBy) needs, is taken" + (holder.map { " by \($0)" } ?? "")
    }
}

/// Looks at ports before anything is started, so that nothing half starts.
enum PortCheck {
    /// Those that cannot be had. Must be called on `loop`.
    static func taken(_ wanted: [(port: UInt16, by: String)], on loop: Loop) throws -> [TakenPort] {
        try wanted.compactMap { wanted in
            do {
                // Had for a moment: nobody else can have been listening.
                try TCPListener(.loopback(port: wanted.port), on: loop).close()
                return nil
            } catch StreamFault.system(let error) where error.code == EADDRINUSE {
                return TakenPort(port: wanted.port, wantedBy: wanted.by, holder: holder(of: wanted.port))
            }
        }
    }

    /// The process that listens on a port, as `name (process number)`: the kernel's tables name the socket, and one of
    /// the processes whose descriptors we may see has it.
    static func holder(of port: UInt16) -> String? {
        let sockets = Set(["tcp", "tcp6"].flatMap { listeners(on: port, in: text("/proc/net/\($0)")) })
        guard !sockets.isEmpty else { return nil }
        for process in contents(of: "/proc") where Int32(process) != nil {
            let held = contents(of: "/proc/\(process)/fd").contains { number in
                // Descriptors come and go while we look.
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\(number)")
                return target.map(sockets.contains) ?? false
            }
            guard held else { continue }
            let name = text("/proc/\(process)/comm").trimmingCharacters(in: .whitespacesAndNewlines)
            return "\(name) (process \(process))"
        }
        return nil
    }

    /// The sockets that listen on `port`, as links in `/proc/…/fd` name them. A row has the local address second, the
    /// state fourth (0A is listening) and the inode tenth.
    static func listeners(on port: UInt16, in table: String) -> [String] {
        let hexadecimal = String(port, radix: 16, uppercase: true)
        let ending = ":" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
        return table.split(separator: "\n").compactMap { row in
            let columns = row.split(separator: " ")
            guard columns.count > 9, columns[3] == "0A", columns[1].hasSuffix(ending) else { return nil }
            return "socket:[\(columns[9])]"
        }
    }

    private static func text(_ path: String) -> String {
        // A process that is gone has no files.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    private static func contents(of folder: String) -> [String] {
        // What we may not look into has nothing for us.
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
}
