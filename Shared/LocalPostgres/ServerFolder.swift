import ChildProcesses
import Foundation
import Synchronization

/// The folder of one server, the lock that says its owner lives, and the keeper that waits for the lock.
final class ServerFolder: Sendable {
    let path: String
    /// Where the socket is: a folder with a path short enough for one.
    let socket: String
    let log: String
    private let lock: Mutex<FileHandle?>
    private let keeper: RunningProgram

    var data: String { path + "/data" }

    init(path: String, socket: String? = nil, log: String? = nil, lock: FileHandle, keeper: RunningProgram) {
        self.path = path
        self.socket = socket ?? path
        self.log = log ?? path + "/log"
        self.lock = Mutex(lock)
        self.keeper = keeper
    }

    /// Makes a folder that belongs to the server's user, and removes those whose owners are gone.
    static func make(
        for installation: PostgresInstallation, _ durability: PostgresServer.Durability
    ) async throws(LocalPostgresError) -> ServerFolder {
        let parent = durability == .fast ? memoryFolder() ?? diskFolder() : diskFolder()
        for parent in Set([memoryFolder() ?? parent, diskFolder()]) { sweep(parent) }
        let path = "\(parent)/\(namePrefix)\(String(UInt32.random(in: .min ... .max), radix: 36))"
        let made = try await Program.run(installation.asServerUser(["mkdir", "-m", "700", path]), input: nil, in: nil)
        guard made.status == 0 else { throw .noFolder(path, why: made.output) }
        guard let lock = lockOwnerFile(of: path) else { throw .noFolder(path, why: "it was taken") }
        return ServerFolder(path: path, lock: lock, keeper: try startKeeper(path))
    }

    /// Lets the lock go, which makes the keeper end the server and remove the folder unless its data are kept, and waits
    /// until it has.
    func remove() async {
        lock.withLock { held in
            // A handle that cannot be closed is closed already.
            try? held?.close()
            held = nil
        }
        await keeper.ended()
    }

    /// Whether the server of this process has written that it takes connections. A crash leaves the file of the
    /// server before, so its number counts.
    func serverIsReady(_ pid: Int32) -> Bool {
        // Until the server writes it, there is no file.
        guard let text = try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8) else { return false }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 7 && lines[0] == "\(pid)" && lines[7].hasPrefix("ready")
    }

    /// The end of what was logged after `start` bytes.
    func endOfLog(after start: UInt64 = 0) -> String {
        // Without a log there is nothing to tell.
        guard let file = FileHandle(forReadingAtPath: log) else { return "" }
        defer { try? file.close() }  // It is only read.
        let end = (try? file.seekToEnd()) ?? 0  // A file can be sought in.
        // A log that was cut meanwhile begins anew.
        try? file.seek(toOffset: min(end, max(start, end - min(end, LocalPostgresLimits.logTailBytesMax))))
        let bytes = (try? file.readToEnd()) ?? Data()  // What cannot be read tells nothing.
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How long the log is now.
    func logBytes() -> UInt64 {
        // What is not there has no bytes.
        let attributes = try? FileManager.default.attributesOfItem(atPath: log)
        return (attributes?[.size] as? NSNumber)?.uint64Value ?? 0
    }

    private static let namePrefix = "rishi-pg-"

    /// The temporary folder, unless a socket in it would have a path longer than the kernel takes.
    private static func diskFolder() -> String {
        let wished = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        return wished.utf8.count <= LocalPostgresLimits.parentPathBytesMax ? wished : "/tmp"
    }

    /// Files in memory, where there is plenty: what need not outlive the machine is made and removed there faster. A
    /// third of the time of a suite went into ext4 looking for inodes that were not deleted just now.
    private static func memoryFolder() -> String? {
        // Where there is no such folder there is no room in it.
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: "/dev/shm")
        let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
        return free >= LocalPostgresLimits.memoryBytesMin ? "/dev/shm" : nil
    }

    /// The owner's file, locked. The kernel unlocks it when the process ends, in whatever way.
    static func lockOwnerFile(of folder: String) -> FileHandle? {
        let path = folder + "/owner"
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil) else { return nil }
        }
        guard let handle = FileHandle(forUpdatingAtPath: path) else { return nil }
        // A program that we start must not hold our lock after us.
        _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
        return flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0 ? handle : nil
    }

    /// Gives every folder whose owner is gone a keeper, which finds the lock free and cleans up. A new folder is
    /// without a lock for a moment, so only those of some age count.
    private static func sweep(_ parent: String) {
        // Nothing to sweep in a folder that cannot be read.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(namePrefix) {
            let path = "\(parent)/\(name)"
            guard age(of: path) > LocalPostgresLimits.sweptAgeMin, let lock = lockOwnerFile(of: path) else { continue }
            // The keeper asks for the lock that we have just proven free.
            try? lock.close()
            _ = try? startKeeper(path)  // What one start does not remove, the next one will.
        }
    }

    private static func age(of path: String) -> Duration {
        // Something that cannot be looked at is not ours, or has just gone.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let changed = attributes[.modificationDate] as? Date
        else { return .zero }
        return .seconds(max(0, Date().timeIntervalSince(changed)))
    }

    /// Waits for the owner's end, ends the server that the folder's lock file names if it still is that server, and
    /// removes the folder, with the shared memory that a killed server could not remove itself.
    private static let keeping = """
        flock "$1/owner" true
        { read -r pid && read -r _ && read -r _ && read -r _ && read -r _ && read -r _ && read -r _ memory; } \
            <"$1/data/postmaster.pid"
        asked=0
        while [ -n "$pid" ] && grep -qsF "$1/data" "/proc/$pid/cmdline"; do
            if [ $asked -lt 500 ]; then kill -QUIT "$pid"; else kill -KILL "$pid"; fi
            asked=$((asked + 1))
            sleep 0.02
        done
        [ -z "$memory" ] || ipcrm -m "$memory"
        for attempt in 1 2 3; do rm -rf "$1" && break; sleep 1; done
        """

    private static func startKeeper(_ path: String) throws(LocalPostgresError) -> RunningProgram {
        try Program.start(["sh", "-c", keeping, "keeper", path], log: "/dev/null")
    }
}
