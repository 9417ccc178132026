import Foundation
import Testing

@testable import LocalPlatform

@Suite("Logs") struct LogFileTests {
    @Test("the last lines are whole ones, and not too many")
    func lastLines() throws {
        let scene = try Scene()
        defer { scene.remove() }
        let log = LogFile(path: scene.folder.log(of: "a"))
        #expect(log.lastLines() == "")
        try (1...100).map { "line \($0)" }.joined(separator: "\n").write(
            toFile: log.path, atomically: false, encoding: .utf8)
        let lines = log.lastLines().split(separator: "\n")
        #expect(lines.count == LocalPlatformLimits.lastLines)
        #expect(lines.first == "    line 89" && lines.last == "    line 100")
        let long = String(repeating: "x", count: Int(LocalPlatformLimits.lastLinesBytesMax))
        try "\(long)\nend".write(toFile: log.path, atomically: false, encoding: .utf8)
        #expect(log.lastLines() == "    end")
    }

    @Test("a start puts the log aside, a restart only one that is too long")
    func rotates() throws {
        let scene = try Scene()
        defer { scene.remove() }
        let log = LogFile(path: scene.folder.log(of: "a"))
        for text in ["first", "second"] {
            try text.write(toFile: log.path, atomically: false, encoding: .utf8)
            log.rotateIfLong()
            #expect(scene.contents(log.path) == text)
            log.rotate()
            #expect(scene.contents(log.path + ".1") == text)
            #expect(!FileManager.default.fileExists(atPath: log.path))
        }
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        try #require(FileHandle(forWritingAtPath: log.path)).truncate(atOffset: LocalPlatformLimits.logBytesMax)
        log.rotateIfLong()
        #expect(FileManager.default.fileExists(atPath: log.path))
        try #require(FileHandle(forWritingAtPath: log.path)).truncate(atOffset: LocalPlatformLimits.logBytesMax + 1)
        log.rotateIfLong()
        #expect(!FileManager.default.fileExists(atPath: log.path))
    }
}
