import Foundation

/// The log of one process: what this run of the platform wrote, and beside it (`.1`) what the one before did.
struct LogFile: Sendable {
    let path: String

    /// Puts aside what is there. For the start of everything.
    func rotate() {
        // Where there was no log, nothing is put aside; one that cannot be goes on being written to.
        try? FileManager.default.removeItem(atPath: path + ".1")
        try? FileManager.default.moveItem(atPath: path, toPath: path + ".1")  // As above.
    }

    /// Puts it aside when it has grown beyond its limit. For a start in between.
    func rotateIfLong() {
        if bytes > LocalPlatformLimits.logBytesMax { rotate() }
    }

    /// The last lines, as they are shown of a process that died.
    func lastLines() -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? file.close() }  // It is only read.
        let length = (try? file.seekToEnd()) ?? 0  // A file can be sought in.
        let start = length - min(length, LocalPlatformLimits.lastLinesBytesMax)
        try? file.seek(toOffset: start)  // Within what was just measured.
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)  // Unreadable is empty.
        // The first line of a piece is a part of one.
        let lines = text.split(separator: "\n").dropFirst(start > 0 ? 1 : 0).suffix(LocalPlatformLimits.lastLines)
        return lines.map { "    \($0)" }.joined(separator: "\n")
    }

    private var bytes: UInt64 {
        // What is not there is not long.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.uint64Value ?? 0
    }
}
