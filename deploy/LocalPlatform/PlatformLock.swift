import Foundation

/// What the holder of the lock says of itself.
public struct LockRecord: Sendable, Equatable {
    public let pid: Int32
    /// The gateway's address, once everything is ready.
    public let url: String?

    /// Two lines at most: the number of the process, and the address.
    init?(_ text: String) {
        let lines = text.split(separator: "\n")
        guard let first = lines.first, let pid = Int32(first) else { return nil }
        self.pid = pid
        url = lines.dropFirst().first.map(String.init)
    }

    init(pid: Int32, url: String? = nil) {
        self.pid = pid
        self.url = url
    }

    var text: String { ([String(pid)] + [url].compactMap(\.self)).joined(separator: "\n") + "\n" }
}

/// The lock of a checkout. The kernel lets it go when its holder ends, in whatever way, so none is ever left behind.
public final class PlatformLock: Sendable {
    private let file: FileHandle

    /// Takes it, or throws who has it.
    public init(_ folder: RunFolder) throws(LocalPlatformError) {
        let path = folder.lock
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let file = FileHandle(forUpdatingAtPath: path) else {
            throw .notUsable(path, why: "it cannot be written")
        }
        // A program that we start must not hold our lock after us.
        _ = fcntl(file.fileDescriptor, F_SETFD, FD_CLOEXEC)
        guard flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .alreadyRunning(Self.record(folder) ?? LockRecord(pid: 0))
        }
        self.file = file
        try write(LockRecord(pid: getpid()))
    }

    /// Says that everything is ready.
    public func announce(url: String) throws(LocalPlatformError) {
        try write(LockRecord(pid: getpid(), url: url))
    }

    /// Who has the lock of a checkout; nil when nobody has.
    public static func holder(_ folder: RunFolder) -> LockRecord? {
        guard let file = FileHandle(forReadingAtPath: folder.lock) else { return nil }
        defer { try? file.close() }  // It is only read.
        guard flock(file.fileDescriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return record(folder) ?? LockRecord(pid: 0)
    }

    private static func record(_ folder: RunFolder) -> LockRecord? {
        // A holder writes a moment after it has taken the lock.
        (try? String(contentsOfFile: folder.lock, encoding: .utf8)).flatMap { LockRecord($0) }
    }

    private func write(_ record: LockRecord) throws(LocalPlatformError) {
        do {
            try file.truncate(atOffset: 0)
            try file.seek(toOffset: 0)
            try file.write(contentsOf: Data(record.text.utf8))
        } catch {
            throw .notUsable("the lock", why: error.localizedDescription)
        }
    }
}
