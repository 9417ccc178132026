import ServiceHost
import StaffService

@main
struct Main {
    static func main() throws {
        try ServiceHost.main(StaffAssignment.self)
    }
}
