/// What is wrong with the files, or between the files and what the database says was applied. Each names the file and
/// what to do, and a plan lists all of them at once.
public enum MigrationFault: Error, Equatable, Sendable, CustomStringConvertible {
    case badName(String)
    case tooLarge(String)
    case notText(String)
    case badMarkers(String)
    case emptyHalf(String, half: String)
    case unreadable(String)
    /// Two files have the same number.
    case duplicate(String, and: String)
    /// A number between two others has no file.
    case gap(set: String, number: Int)
    /// The file is not what was applied.
    case changed(String, next: Int)
    /// What was applied under this number has another name now.
    case renamed(String, applied: String)
    /// The file of something that was applied is not there.
    case missing(String)
    /// The file is new, and something after it was applied already.
    case late(String, appliedBefore: String, next: Int)
    /// The database has something of a set that there is no folder for.
    case unknownSet(String)
    /// There are fewer applied than should be undone.
    case nothingToUndo(wanted: Int, applied: Int)

    public var label: StaticString {
        switch self {
        case .badName: "bad_name"
        case .tooLarge: "too_large"
        case .notText: "not_text"
        case .badMarkers: "bad_markers"
        case .emptyHalf: "empty_half"
        case .unreadable: "unreadable"
        case .duplicate: "duplicate"
        case .gap: "gap"
        case .changed: "changed"
        case .renamed: "renamed"
        case .missing: "missing"
        case .late: "late"
        case .unknownSet: "unknown_set"
        case .nothingToUndo: "nothing_to_undo"
        }
    }

    public var description: String {
        switch self {
        case .badName(let file):
            "\(file): name it like 0001_create_bookings.sql, with four digits and lower-case words"
        case .tooLarge(let file):
            "\(file) has more than \(MigrationLimits.fileBytesMax) bytes: split it"
        case .notText(let file): "\(file) is not UTF-8 text"
        case .badMarkers(let file):
            "\(file): after comments, it needs the line `\(MigrationFile.upMarker)`, its statements, the line "
                + "`\(MigrationFile.downMarker)` and their undoing, each line once"
        case .emptyHalf(let file, let half): "\(file): there is no statement below `-- migrate: \(half)`"
        case .unreadable(let path): "\(path) cannot be read"
        case .duplicate(let file, let other):
            "\(file) has the same number as \(other): give the newer one the next free number"
        case .gap(let set, let number):
            "\(set) has no file with number \(number), but later ones: number the files without gaps"
        case .changed(let file, let next):
            "\(file) was changed after it was applied: restore it from version control, and put the change into a new "
                + "file with number \(next)"
        case .renamed(let file, let applied):
            "\(file) was applied as \(applied): give it that name again"
        case .missing(let file):
            "\(file) was applied, and its file is gone: restore it from version control"
        case .late(let file, let before, let next):
            "\(file) comes before \(before), which was applied already: give it the number \(next)"
        case .unknownSet(let set):
            "the database has migrations of `\(set)`, for which there is no folder here: this is not its service"
        case .nothingToUndo(let wanted, let applied):
            "\(wanted) should be undone, and \(applied) are applied"
        }
    }
}

/// Everything that is wrong at once.
public struct MigrationFaults: Error, Equatable, CustomStringConvertible {
    public let faults: [MigrationFault]

    public var label: StaticString { "migrations_refused" }

    /// One line a fault.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
