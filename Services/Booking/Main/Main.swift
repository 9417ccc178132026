import BookingService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceHost.main(BookingManagement.self)
    }
}
