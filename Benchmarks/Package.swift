// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let gsl: [LinkerSetting] = [
  .linkedLibrary("gsl"), .linkedLibrary("gslcblas"), .linkedLibrary("m"),
]

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "gapcheck", path: "..")],
  targets: [
    .target(name: "CPeer", cSettings: [.unsafeFlags(["-O2"])]),
    .target(
      name: "BoostPeer", dependencies: ["CPeer"],
      cxxSettings: [.unsafeFlags(["-O2", "-DNDEBUG"])]),
    .executableTarget(
      name: "CallbackCost",
      dependencies: ["CPeer", .product(name: "Quadrature", package: "gapcheck")],
      swiftSettings: [.swiftLanguageMode(.v6)],
      linkerSettings: gsl
    ),
    .executableTarget(
      name: "FrontDoorCost",
      dependencies: ["CPeer", .product(name: "Quadrature", package: "gapcheck")],
      swiftSettings: [.swiftLanguageMode(.v6)],
      linkerSettings: gsl
    ),
    .executableTarget(
      name: "ModelPoints",
      dependencies: [
        "CPeer", .product(name: "Quadrature", package: "gapcheck"),
        .product(name: "VariationalGap", package: "gapcheck"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)],
      linkerSettings: gsl
    ),
    .executableTarget(
      name: "PeerPoints",
      dependencies: [
        "BoostPeer", "CPeer", .product(name: "Quadrature", package: "gapcheck"),
        .product(name: "VariationalGap", package: "gapcheck"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)],
      linkerSettings: gsl
    ),
    .executableTarget(
      name: "ReportPoints",
      dependencies: [
        .product(name: "Quadrature", package: "gapcheck"),
        .product(name: "VariationalGap", package: "gapcheck"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)],
      linkerSettings: gsl
    ),
  ],
  cxxLanguageStandard: .cxx17
)
