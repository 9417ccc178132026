import Foundation

/// The private server with the database of bookings, as long as the bench runs.
final class BookingDatabase {
    struct Place: Decodable {
        let socketFolder: String
        let port: Int
        let database: String
        let user: String
        let version: String
        let bookings: Int
    }

    let program: String
    let place: Place
    private var bookingsBase = 0

    /// Starts the server, which says where it is when it is filled.
    init(_ program: String, bookings: Int, log: String) throws {
        self.program = program
        let said = Pipe()
        guard FileManager.default.createFile(atPath: log, contents: nil),
            let errors = FileHandle(forWritingAtPath: log)
        else { throw BenchError.unreadable(log) }
        _ = try Children.start(
            [program, "serve", "--bookings", String(bookings)], output: said, errors: errors)
        // Ours would keep the pipe open after the server's end.
        try said.fileHandleForWriting.close()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = said.fileHandleForReading.availableData
            guard !more.isEmpty else {
                // The log is only there to explain; without it the message is shorter.
                let why = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw BenchError.cannotStart("PostgreSQL", why: String(why.suffix(2000)))
            }
            line += more
        }
        place = try JSONDecoder().decode(Place.self, from: line)
    }

    var url: String {
        "host=\(place.socketFolder) port=\(place.port) dbname=\(place.database) user=\(place.user)"
    }

    /// Numbers for the bookings of one run, which no other run uses.
    func nextBase() -> Int {
        bookingsBase += BenchLimits.bookingsPerRun
        return bookingsBase
    }
}
