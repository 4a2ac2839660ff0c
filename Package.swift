// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Targets that call C say `unsafe` wherever the compiler cannot vouch for memory.
let settingsBesideC = settings + [.strictMemorySafety()]

/// Before FLINT 3, balls were a library of their own, Arb, with its headers outside of flint/ and no
/// pkg-config file.
let hasArbBesideFLINT = ["/usr/include", "/usr/local/include"].contains {
  FileManager.default.fileExists(atPath: "\($0)/acb_calc.h")
}

/// The tests of a target, with what all tests use.
func tests(_ target: String, with dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(target)Tests", dependencies: dependencies + ["TestSupport"], swiftSettings: settings)
}

let package = Package(
  name: "gapcheck",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Quadrature", targets: ["Quadrature"]),
    .library(name: "VariationalGap", targets: ["VariationalGap", "Distributions"]),
    .library(name: "VariationalInference", targets: ["VariationalInference"]),
    .library(name: "Certificate", targets: ["Certificate"]),
    .executable(name: "gapcheck", targets: ["gapcheck"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CGSL",
      path: "Modules/CGSL",
      pkgConfig: "gsl",
      providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]
    ),
    .systemLibrary(name: "CSums", path: "Modules/CSums"),
    .systemLibrary(
      name: "CFLINT",
      path: "Modules/CFLINT",
      pkgConfig: hasArbBesideFLINT ? nil : "flint",
      providers: [
        .apt(hasArbBesideFLINT ? ["libflint-dev", "libflint-arb-dev"] : ["libflint-dev"]),
        .brew(["flint"]),
      ]
    ),
    .target(
      name: "Quadrature",
      dependencies: ["CGSL", "CSums"],
      swiftSettings: settingsBesideC
    ),
    .target(
      name: "Distributions",
      dependencies: [
        "CGSL", "Quadrature", .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: settingsBesideC
    ),
    .target(
      name: "VariationalGap",
      dependencies: ["Distributions", "Quadrature"],
      swiftSettings: settings
    ),
    .target(
      name: "VariationalInference",
      dependencies: ["VariationalGap", "Distributions", "Quadrature"],
      swiftSettings: settings
    ),
    .target(
      name: "Certificate",
      dependencies: ["CFLINT", "Distributions", "Quadrature"],
      swiftSettings: settingsBesideC,
      linkerSettings: (hasArbBesideFLINT ? ["flint-arb", "flint"] : ["flint"]).map {
        .linkedLibrary($0)
      }
    ),
    .executableTarget(
      name: "gapcheck",
      dependencies: [
        "Certificate", "VariationalGap", "Distributions", "Quadrature",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Inside the program, which stays one file.
      resources: ["Page/page.css", "Page/page.js", "Fixtures/kl.csv", "Fixtures/elbo.csv"].map {
        .embedInCode($0)
      },
      swiftSettings: settings
    ),
    // What all tests use: random input, tables, exact distances, the command as a process.
    .target(
      name: "TestSupport",
      dependencies: ["Quadrature"],
      path: "Tests/TestSupport",
      swiftSettings: settings
    ),
    // What `Scripts/fuzz` runs: random cases, and their judge.
    .target(
      name: "Fuzzing",
      dependencies: [
        "Certificate", "VariationalGap", "Distributions", "Quadrature", "TestSupport",
      ],
      path: "Tests/Fuzzing",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "fuzz",
      dependencies: ["Fuzzing"],
      path: "Tests/FuzzCommand",
      swiftSettings: settings
    ),
    tests("Quadrature", with: ["Quadrature", "CGSL", "CSums"]),
    tests("Distributions", with: ["Distributions", "Quadrature"]),
    tests(
      "VariationalGap",
      with: ["VariationalGap", "VariationalInference", "Distributions", "Quadrature"]),
    tests("Certificate", with: ["Certificate", "CFLINT", "Distributions"]),
    tests("Fuzzing", with: ["Fuzzing", "Distributions", "Quadrature", "VariationalGap"]),
    tests("Command", with: ["gapcheck", "Distributions", "Quadrature"]),
  ]
)
