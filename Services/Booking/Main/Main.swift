import BookingService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceProgram.main(BookingManagement.self)
    }
}
