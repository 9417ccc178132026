import Foundation
import TestKit
import Testing

@testable import LocalPlatform

@Suite("The lock of a checkout") struct PlatformLockTests {
    @Test("it is had once, says by whom and where, and falls with its holder")
    func lock() async throws {
        let scene = try Scene()
        defer { scene.remove() }
        #expect(PlatformLock.holder(scene.folder) == nil)
        do {
            let lock = try PlatformLock(scene.folder)
            #expect(PlatformLock.holder(scene.folder) == LockRecord(pid: getpid()))
            try lock.announce(url: "http://here")
            let record = LockRecord(pid: getpid(), url: "http://here")
            #expect(PlatformLock.holder(scene.folder) == record)
            #expect(throws: LocalPlatformError.alreadyRunning(record)) { try PlatformLock(scene.folder) }
            withExtendedLifetime(lock) {}
        }
        // A child that another test has just started holds whatever is open until it becomes its program.
        try await wait(until: "it has fallen") { PlatformLock.holder(scene.folder) == nil }
    }

    @Test(
        "a record is a number and perhaps an address",
        arguments: [
            ("12\n", LockRecord(pid: 12)), ("12\nhttp://a\n", LockRecord(pid: 12, url: "http://a")), ("", nil),
            ("x\n", nil),
        ] as [(String, LockRecord?)])
    func record(_ text: String, _ expected: LockRecord?) {
        #expect(LockRecord(text) == expected)
        if let expected { #expect(expected.text == text) }
    }
}
