/** Schema and message URNs. Sources: RFC 7643 §10.3, RFC 7644 §8.2, testmu-provisioning §2–3. */
export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const CORE_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const LAMBDATEST_USER = 'urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:User'
export const LAMBDATEST_GROUP = 'urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:Group'

export const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'
export const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
export const SERVICE_PROVIDER_CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'

export const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
export const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse'
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'
